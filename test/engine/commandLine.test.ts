import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPulumi } from "../../simulator/engine/cli";
import { PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";
import { BROKEN_RULE, forbiddenProgram } from "./forbiddenProgram";
import { PlainCli } from "./plainCli";

const STACK = "cli-test";
const FILE = join(PROJECT, `Pulumi.${STACK}.yaml`);
let cli: PlainCli;
beforeAll(async () => {
  if (findPulumi() === undefined) return;
  cli = await PlainCli.open();
  copyFileSync(join(PROJECT, "Pulumi.dev.yaml"), FILE);
  await cli.run("stack", "init", STACK);
});
afterAll(() => {
  if (findPulumi() !== undefined) cli.close();
  rmSync(FILE, { force: true });
});

describeWith("engine")("the commands that a user types", () => {
  it("work as the README describes: preview, up, another preview, stack output", async () => {
    const preview = await cli.run("preview", "--stack", STACK);
    expect([preview.status, preview.stdout]).toEqual([0, expect.stringContaining("62 to create")]);
    expect(cli.azureState.calls).toEqual([]);
    const policed = await cli.run("preview", "--policy-pack", "infra/policy", "--stack", STACK);
    expect([policed.status, policed.stdout]).toEqual([0, expect.stringContaining("qumulo-audit")]);
    const up = await cli.run("up", "--yes", "--skip-preview", "--stack", STACK);
    expect([up.status, up.stdout]).toEqual([0, expect.stringContaining("62 created")]);
    const again = await cli.run("preview", "--expect-no-changes", "--stack", STACK);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("62 unchanged")]);
    const endpoint = await cli.run("stack", "output", "syslogEndpoint", "--stack", STACK);
    expect(JSON.parse(endpoint.stdout)).toMatchObject({ url: "tcp://10.90.0.62:514" });
  });

  it("never show a secret in plain text: not in the stack file, the state, the stack outputs or the CLI's own output", async () => {
    const planted = "PLANTED-TOKEN-51c2";
    const config = (...args: readonly string[]) => cli.run("config", "set", "--stack", STACK, ...args);
    const outputs = [
      await config("--secret", "elsewhere:token", planted),
      await config("--secret", "--path", "secrets.honeyPaths[0]", `/decoys/${planted}`),
      await config("--secret", "--path", "secrets.webhooks.chat", `https://chat.example.com/${planted}`),
      await config("--path", "alerts.high.webhooks[0]", "chat"),
      await config("--path", "detections.mode", "alert"),
      await cli.run("preview", "--diff", "--stack", STACK),
    ];
    // The verbosity is 8, because with 9 the engine itself logs the inputs of resources, secrets included.
    outputs.push(await cli.run("up", "--yes", "--skip-preview", "--stack", STACK, "-v=8", "--logtostderr"));
    outputs.push(
      await cli.run("stack", "export", "--stack", STACK),
      await cli.run("stack", "output", "--stack", STACK),
    );
    expect(
      outputs.map(({ status }) => status),
      outputs.map(({ stdout, stderr }) => stdout.slice(-2000) + stderr.slice(-2000)).join("\n"),
    ).toEqual(outputs.map(() => 0));
    expect(outputs.map(({ stdout }) => stdout).join("\n")).toContain("alert-qumulo-cli-test-honeypath-high");
    const places = [
      ...outputs.flatMap(({ stdout, stderr }) => [stdout, stderr]),
      readFileSync(FILE, "utf8"),
      ...readdirSync(join(cli.folder, "state"), { recursive: true, encoding: "utf8" })
        .map((name) => join(cli.folder, "state", name))
        .filter((path) => statSync(path).isFile())
        .map((path) => readFileSync(path, "utf8")),
    ];
    expect(places.filter((place) => place.includes(planted))).toEqual([]);
    expect(places.filter((place) => place.includes("secure:")).length).toBeGreaterThan(0);
  });

  it("drain and replace a machine, with the command in docs/deploy.md", async () => {
    const page = readFileSync(join(PROJECT, "docs/deploy.md"), "utf8");
    const [, line = ""] = /^(pulumi up --replace .+)$/m.exec(page) ?? [];
    expect(line).toContain("pulumi stack --show-urns | grep -o");
    const options = `--yes --skip-preview --stack ${STACK}`;
    const script = line
      .replace("--replace", `${options} --replace`)
      .replace("stack --show", `stack --stack ${STACK} --show`);
    const from = cli.azureState.calls.length;
    const { status, stdout } = await cli.shell("sh", ["-c", script], { MACHINE: `vm-qumulo-${STACK}-0` });
    expect([status, stdout]).toEqual([0, expect.stringContaining("is drained and receives no events")]);
    const calls = cli.azureState.calls.slice(from).map(({ operation, id }) => `${operation} ${id.split("/").at(-1)}`);
    expect(calls.slice(0, 3)).toEqual(["run", "delete", "create"].map((verb) => `${verb} vm-qumulo-${STACK}-0`));
  });

  it("report drift with exit code 7, correct it, and on destroy delete everything that is not protected", async () => {
    const find = (part: string) => Object.keys(cli.azureState.resources).find((id) => id.includes(part)) ?? "";
    delete cli.azureState.resources[find("datacollectionruleassociations")];
    const drift = ["refresh", "--preview-only", "--expect-no-changes", "--diff", "--stack", STACK];
    expect([
      (await cli.run(...drift)).status,
      (await cli.run("up", "--refresh", "--yes", "--stack", STACK)).status,
    ]).toEqual([7, 0]);
    expect((await cli.run(...drift)).status).toBe(0);
    const destroyed = await cli.run("destroy", "--run-program", "--exclude-protected", "--yes", "--stack", STACK);
    expect([destroyed.status, Object.keys(cli.azureState.resources)]).toEqual([0, []]);
  });

  it("fail with the violated rule's name if a resource violates the policy pack", async () => {
    const stack = ["-C", await forbiddenProgram(cli), "--stack", "forbidden"];
    const { status, stdout } = await cli.run("preview", "--policy-pack", join(PROJECT, "infra/policy"), ...stack);
    expect([status, stdout]).toEqual([1, expect.stringContaining(BROKEN_RULE)]);
  });

  it("report all errors in the settings together, without a stack trace, before any resource is registered", async () => {
    writeFileSync(
      FILE,
      "config:\n  qumulo-audit:clusters: []\n  qumulo-audit:forwarder: { count: 99, sise: 1 }\n  qumulo-audt:contact: a@example.com\n",
    );
    const begun = performance.now();
    const { status, stdout, stderr } = await cli.run("preview", "--stack", STACK);
    const output = stdout + stderr;
    expect(status).not.toBe(0);
    // For an error with a stack trace, the Pulumi SDK would take 15 s longer.
    expect(performance.now() - begun).toBeLessThan(10_000);
    for (const key of [
      "azure-native:location: is missing",
      "clusters: has no entry",
      "forwarder.count: 99",
      "did you mean size?",
      "did you mean qumulo-audit?",
      "pulumi config set contact a@example.com",
    ])
      expect(output).toContain(key);
    expect(output).not.toMatch(/^\s+at /m);
    expect(output).not.toMatch(/azure-native:\w+:\w+ .*create/);
  });

  it("fail with the key's name if a value has the wrong type", async () => {
    writeFileSync(FILE, "config:\n  qumulo-audit:clusters: just-one\n");
    const { status, stdout, stderr } = await cli.run("preview", "--stack", STACK);
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain("configuration key 'clusters' must be of type 'array");
  });
});
