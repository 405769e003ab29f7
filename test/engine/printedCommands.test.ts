import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type ConfigError, describeErrors, type Edit, type Fix, keyOf } from "../../infra/settings/messages";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { validate } from "../../infra/settings/validate";
import { findPulumi } from "../../simulator/engine/cli";
import { readStackConfig } from "../../simulator/engine/stackConfig";
import { PROJECT } from "../exampleStacks";
import { type BadSetting, good } from "../infra/settings/bad/setting";
import { badSettings } from "../infra/settings/badSettings";
import { pathsOf, spoiled } from "../infra/settings/spoiled";
import { describeWith } from "../needs";

type Config = Record<string, unknown>;

const STACK = "test";
const folder = mkdtempSync(join(tmpdir(), "qumulo-commands-"));
const file = join(folder, `Pulumi.${STACK}.yaml`);
let environment: NodeJS.ProcessEnv = {};
let emptyStack = "";

beforeAll(() => {
  const pulumi = findPulumi();
  if (pulumi === undefined) return;
  for (const name of ["home", "state", ".ssh"]) mkdirSync(join(folder, name));
  // The printed command that sets the SSH key reads this file.
  writeFileSync(join(folder, ".ssh/id_ed25519.pub"), `${SAMPLE_SSH_KEY}\n`);
  copyFileSync(join(PROJECT, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  environment = {
    PATH: `${dirname(pulumi)}:${process.env.PATH}`,
    HOME: folder,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  shell(`pulumi stack init ${STACK}`);
  emptyStack = readFileSync(file, "utf8");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a line in a shell. `typed` is what the user types when the command asks for input. */
function shell(line: string, typed = ""): void {
  const { status, stderr } = spawnSync("sh", ["-c", line], {
    cwd: folder,
    env: environment,
    input: typed,
    encoding: "utf8",
  });
  expect([line, status, status === 0 ? "" : stderr]).toEqual([line, 0, ""]);
}

const paste = ({ command, asks }: Fix): void => shell(command, asks);

/** Writes the stack file. Each value under `secretKeys` is replaced by one that the CLI sets and encrypts. */
function write(config: Config, secretKeys: readonly string[] = []): void {
  const entries = Object.entries(config).filter(([key, value]) => value !== undefined && !secretKeys.includes(key));
  const named = entries.map(([key, value]) => [key.includes(":") ? key : `qumulo-audit:${key}`, value]);
  writeFileSync(file, stringify({ ...parse(emptyStack), config: Object.fromEntries(named) }));
  for (const key of secretKeys)
    for (const path of leaves(config[key], [key])) shell(`pulumi config set --secret --path '${keyOf(path)}' hush`);
}

/** Changes the stack file as the message describes: renames a key, or puts a value into a list. */
function rename({ change }: Edit): void {
  const { config, ...rest } = parse(readFileSync(file, "utf8"));
  const project = (name: string): string => (name.includes(":") ? name : `qumulo-audit:${name}`);
  const names = change.path.map((part, index) => (index === 0 ? project(String(part)) : part));
  const last = String(names.at(-1));
  const place = names.slice(0, -1).reduce<Config>((parent, part) => Object(Reflect.get(parent, part)), config);
  const to = "rename" in change ? change.rename : last;
  if ("inList" in change) place[last] = [place[last]];
  else {
    place[names.length === 1 ? project(to) : to] = place[last];
    delete place[last];
  }
  writeFileSync(file, stringify({ ...rest, config }));
}

const leaves = (value: unknown, path: readonly PropertyKey[]): (readonly PropertyKey[])[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]))
    : [path];

/** Returns the errors that the program finds in the stack file. */
function errorsInFile(): readonly ConfigError[] {
  const result = validate(readStackConfig(folder, STACK));
  return "errors" in result ? result.errors : [];
}

const settingsOf = ({ config, location = "westeurope" }: BadSetting): Config => ({
  "azure-native:subscriptionId": "11111111-2222-3333-4444-555555555555",
  ...(location === "" ? {} : { "azure-native:location": location }),
  ...good,
  ...config,
});

/** Repeats up to `rounds` times: makes the described changes and runs the printed commands. Throws if errors are left. */
function fixAll(rounds = 6): void {
  for (let round = 0; round < rounds; round += 1) {
    const found = errorsInFile();
    for (const { fixes, edit } of found) {
      if (edit !== undefined) rename(edit);
      fixes.forEach(paste);
    }
    const left = errorsInFile().map(({ key, problem }) => `${key}: ${problem}`);
    expect(found.map(({ key, problem }) => `${key}: ${problem}`).filter((problem) => left.includes(problem))).toEqual(
      [],
    );
    if (left.length === 0) return;
  }
  expect(errorsInFile()).toEqual([]);
}

describeWith("engine")("the command that is printed with an error fixes the error", () => {
  // The test reads a stack's file without decrypting it, so it cannot find a wrong secret.
  const readable = badSettings.filter(
    ({ key, secretKeys }) => !(secretKeys?.includes("secrets") && /^secrets\.(webhooks|honeyPaths)/.test(key)),
  );
  const byHand = readable.filter((bad) => bad.fixes === "" && bad.edit === undefined);

  it.each(readable.filter((bad) => !byHand.includes(bad)))("when pasted into a shell, if $when", (bad) => {
    write(settingsOf(bad), bad.secretKeys);
    expect(errorsInFile().map(({ key }) => key)).toEqual([bad.key, ...(bad.furtherKeys ?? [])]);
    fixAll(1);
  });

  it.each(byHand)("or the message says that no command can fix the error, if $when", (bad) => {
    const result = validate({
      project: "qumulo-audit",
      values: Object.fromEntries(
        Object.entries(settingsOf(bad)).map(([key, value]) => [
          key.includes(":") ? key : `qumulo-audit:${key}`,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ),
      secretKeys: (bad.secretKeys ?? []).map((key) => `qumulo-audit:${key}`),
    });
    const message = describeErrors(STACK, "errors" in result ? result.errors : []);
    expect(message).toContain("no command can fix this: edit Pulumi.test.yaml");
    expect(message).not.toContain("pulumi config");
  });

  it("if a number is stored as text, although the CLI keeps it as text when it changes the value", () => {
    write({
      ...settingsOf({ ...badSettings[0], config: {} } as BadSetting),
      forwarder: { ...good.forwarder, count: "2" },
    });
    expect(errorsInFile()).toEqual([]);
    shell("pulumi config set --path forwarder.count 99");
    expect(errorsInFile().map(({ key }) => key)).toEqual(["forwarder.count"]);
    fixAll();
    expect(readFileSync(file, "utf8")).toContain('count: "16"');
  });

  it("if several members of a list are wrong, although removing one changes the others' indexes", () => {
    const tags = { "a/b": "x", 'quo"te?': "x", "bl ank<": "x", "d.o.t%": "x", "x'y?": "x" };
    const forwarder = { ...good.forwarder, zones: ["1", "9", "8"], size: "tiny" };
    const servers = ["a", "a", "b", "a"].map((name) => ({
      id: `/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/${name}`,
    }));
    const clusters = [{ ...good.clusters[0], nodeCidrs: ["10.1.2.3", "10.1.2.0/99", null, 5] }];
    write({
      "azure-native:location": "westeurope",
      ...good,
      clusters,
      forwarder,
      tags,
      arc: { endpointAddress: "192.168.1.9", servers },
    });
    expect(errorsInFile().length).toBe(14);
    fixAll();
    expect(parse(readFileSync(file, "utf8"))).toMatchObject({
      config: { "qumulo-audit:arc": { servers: [servers[0], servers[2]] }, "qumulo-audit:forwarder": { zones: ["1"] } },
    });
  });

  it("if any value has the wrong type", () => {
    const odd = ["word", 7, true, null, [], {}, ["word"], { a: 1 }];
    // The settings of all detections have the same schemas, so one detection is enough.
    const paths = pathsOf().filter(([, rules, id]) => rules !== "rules" || id === undefined || id === "massDelete");
    for (const [index, path] of paths.entries()) {
      for (const value of [odd[index % odd.length], odd[(index + 3) % odd.length]]) {
        write({ "azure-native:location": "westeurope", ...spoiled(good, { path, put: { value } }) });
        fixAll();
      }
    }
    expect(paths.length).toBeGreaterThan(50);
  });
});
