import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPulumi } from "../../simulator/engine/cli";
import { PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";
import { BROKEN_RULE, forbiddenProgram } from "./forbidden";
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

describeWith("engine")("the commands that a person types", () => {
  it("preview, up, up again and outputs work as the README says", async () => {
    const preview = await cli.run("preview", "--stack", STACK);
    expect([preview.status, preview.stdout]).toEqual([0, expect.stringContaining("38 to create")]);
    expect(cli.azureState.calls).toEqual([]);
    const policed = await cli.run("preview", "--policy-pack", "infra/policy", "--stack", STACK);
    expect([policed.status, policed.stdout]).toEqual([0, expect.stringContaining("qumulo-audit")]);
    const up = await cli.run("up", "--yes", "--skip-preview", "--stack", STACK);
    expect([up.status, up.stdout]).toEqual([0, expect.stringContaining("38 created")]);
    const again = await cli.run("preview", "--expect-no-changes", "--stack", STACK);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("38 unchanged")]);
    const endpoint = await cli.run("stack", "output", "syslogEndpoint", "--stack", STACK);
    expect(JSON.parse(endpoint.stdout)).toMatchObject({ url: "tcp://10.90.0.62:514" });
  });

  it("a secret is nowhere in clear: not in the stack's file, its state, its outputs, nor in a word of the CLI", async () => {
    const planted = "PLANTED-TOKEN-51c2";
    const key = "elsewhere:token";
    const said = [await cli.run("config", "set", "--secret", key, planted, "--stack", STACK)];
    said.push(await cli.run("up", "--yes", "--skip-preview", "--stack", STACK, "-v=9", "--logtostderr"));
    said.push(await cli.run("stack", "export", "--stack", STACK), await cli.run("stack", "output", "--stack", STACK));
    expect(
      said.map(({ status }) => status),
      said[1]?.stdout,
    ).toEqual([0, 0, 0, 0]);
    const places = [
      ...said.flatMap(({ stdout, stderr }) => [stdout, stderr]),
      readFileSync(FILE, "utf8"),
      ...readdirSync(join(cli.folder, "state"), { recursive: true, encoding: "utf8" })
        .map((name) => join(cli.folder, "state", name))
        .filter((path) => statSync(path).isFile())
        .map((path) => readFileSync(path, "utf8")),
    ];
    expect(places.filter((place) => place.includes(planted))).toEqual([]);
    expect(places.filter((place) => place.includes("secure:")).length).toBeGreaterThan(0);
  });

  it("a machine is made anew by the line of docs/deploy.md, and drained before", async () => {
    const page = readFileSync(join(PROJECT, "docs/deploy.md"), "utf8");
    const [, line = ""] = /^(pulumi up --replace .+)$/m.exec(page) ?? [];
    expect(line).toContain("pulumi stack --show-urns | grep -o");
    const options = `--yes --skip-preview --stack ${STACK}`;
    const script = line
      .replace("--replace", `${options} --replace`)
      .replace("stack --show", `stack --stack ${STACK} --show`);
    const from = cli.azureState.calls.length;
    const { status, stdout } = await cli.shell("sh", ["-c", script], { MACHINE: `vm-qumulo-${STACK}-0` });
    expect([status, stdout]).toEqual([0, expect.stringContaining("is drained and takes no events")]);
    const calls = cli.azureState.calls.slice(from).map(({ operation, id }) => `${operation} ${id.split("/").at(-1)}`);
    expect(calls.slice(0, 3)).toEqual(["run", "delete", "create"].map((verb) => `${verb} vm-qumulo-${STACK}-0`));
  });

  it("drift is shown with exit code 7 and mended, and destroy takes everything that is not protected", async () => {
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

  it("the policy pack stops what the rules forbid, with the rule's name", async () => {
    const stack = ["-C", await forbiddenProgram(cli), "--stack", "forbidden"];
    const { status, stdout } = await cli.run("preview", "--policy-pack", join(PROJECT, "infra/policy"), ...stack);
    expect([status, stdout]).toEqual([1, expect.stringContaining(BROKEN_RULE)]);
  });

  it("config mistakes are told all at once, without a stack trace, before anything is registered", async () => {
    writeFileSync(
      FILE,
      "config:\n  qumulo-audit:clusters: []\n  qumulo-audit:forwarder: { count: 99, sise: 1 }\n  qumulo-audt:contact: a@example.com\n",
    );
    const begun = performance.now();
    const { status, stdout, stderr } = await cli.run("preview", "--stack", STACK);
    const said = stdout + stderr;
    expect(status).not.toBe(0);
    // An error that the SDK looks into takes 15 s more.
    expect(performance.now() - begun).toBeLessThan(10_000);
    for (const key of [
      "azure-native:location: is missing",
      "clusters: has no entry",
      "forwarder.count: 99",
      "did you mean size?",
      "did you mean qumulo-audit?",
      "pulumi config set contact a@example.com",
    ])
      expect(said).toContain(key);
    expect(said).not.toMatch(/^\s+at /m);
    expect(said).not.toMatch(/azure-native:\w+:\w+ .*create/);
  });

  it("a value of the wrong type is refused by the CLI itself, with the key", async () => {
    writeFileSync(FILE, "config:\n  qumulo-audit:clusters: just-one\n");
    const { status, stdout, stderr } = await cli.run("preview", "--stack", STACK);
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain("configuration key 'clusters' must be of type 'array");
  });
});
