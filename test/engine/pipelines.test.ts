import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENGINE_VERSION } from "../../setup/engineVersion.mjs";
import { findPulumi } from "../../simulator/engine/cli";
import { PROJECT } from "../exampleStacks";
import { describeWith, itWith } from "../needs";
import { BROKEN_RULE, forbiddenProgram } from "./forbiddenProgram";
import { PlainCli } from "./plainCli";

const STACK = "pipeline-test";
const FILE = join(PROJECT, `Pulumi.${STACK}.yaml`);
const folder = mkdtempSync(join(tmpdir(), "qumulo-pipelines-"));
let cli: PlainCli;
beforeAll(async () => {
  if (findPulumi() === undefined) return;
  cli = await PlainCli.open();
  copyFileSync(join(PROJECT, "Pulumi.dev.yaml"), FILE);
});
afterAll(() => {
  if (findPulumi() !== undefined) cli.close();
  rmSync(FILE, { force: true });
  rmSync(folder, { recursive: true });
});

const step = (script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  cli.shell("sh", [join(PROJECT, "pipelines", script), ...args], env);

/** Writes a program that logs its arguments, then runs `body`. Returns the folder to put on the PATH. */
function program(name: string, body: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/log\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
  return bin;
}

describeWith("engine")("the pipeline steps", () => {
  it("sign in to the backend in STATE_BACKEND, and report an unsupported backend or a missing token", async () => {
    const state = `file://${join(cli.folder, "state")}`;
    expect(await step("sign-in.sh", [], { STATE_BACKEND: state })).toMatchObject({ status: 0 });
    const refused = await step("sign-in.sh", [], { STATE_BACKEND: "s3://x" });
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining("azblob://CONTAINER?storage_account=NAME"),
    ]);
    const missing = await step("sign-in.sh", [], { STATE_BACKEND: "", PULUMI_ACCESS_TOKEN: "" });
    expect([missing.status === 0, missing.stderr]).toEqual([false, expect.stringContaining("PULUMI_ACCESS_TOKEN")]);
    await cli.run("stack", "init", STACK);
  });

  it("write the preview to a comment file, deploy, print the qq commands, and find no drift after the deployment", async () => {
    const comment = join(folder, "preview.md");
    expect(await step("preview.sh", [STACK, comment])).toMatchObject({ status: 0 });
    expect(readFileSync(comment, "utf8")).toMatch(/^### `pulumi preview` of `pipeline-test`\n[\s\S]*62 to create/);
    expect(cli.azureState.calls).toEqual([]);
    const up = await step("up.sh", [STACK]);
    expect([up.status, up.stdout]).toEqual([0, expect.stringMatching(/qq --host \S+ audit_create_destination/)]);
    expect(await step("drift.sh", [STACK])).toMatchObject({ status: 0 });
  });

  it("fail if a resource in Azure has drifted, and print the command that corrects the drift", async () => {
    const id = Object.keys(cli.azureState.resources).find((one) => one.includes("datacollectionruleassociations"));
    delete cli.azureState.resources[id ?? ""];
    const { status, stderr } = await step("drift.sh", [STACK]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`pulumi up --refresh --stack ${STACK}`)]);
  });

  it("fail if the preview fails, but still write the comment file", async () => {
    const comment = join(folder, "failed.md");
    expect((await step("preview.sh", ["no-such-stack", comment])).status).not.toBe(0);
    expect(readFileSync(comment, "utf8")).toContain("**failed** with exit code");
  });

  itWith("root")("preview without write access to the state", async () => {
    // Runs the preview script while the state's folder is mounted read-only.
    const state = join(cli.folder, "state");
    const comment = join(folder, "read-only.md");
    const { status, stdout } = await cli.shell("unshare", [
      ...[
        "--mount",
        "sh",
        "-c",
        'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && ! touch "$1/new" && shift && exec sh "$@"',
      ],
      ...["sh", state, join(PROJECT, "pipelines", "preview.sh"), STACK, comment],
    ]);
    expect([status, stdout]).toEqual([0, expect.stringContaining("62 unchanged")]);
    expect(readFileSync(comment, "utf8")).toContain("qumulo-audit");
  });

  describe("in install.sh", () => {
    const archive = `pulumi-v${ENGINE_VERSION}-linux-x64.tar.gz`;
    const project = join(folder, "project");
    const github = join(folder, "path");
    const install = (path: string) =>
      cli.shell("sh", ["-c", `cd '${project}' && exec sh pipelines/install.sh`], { PATH: path, GITHUB_PATH: github });
    beforeAll(() => {
      mkdirSync(join(project, "pipelines"), { recursive: true });
      for (const file of ["install.sh", "pulumi-cli.sha256"])
        copyFileSync(join(PROJECT, "pipelines", file), join(project, "pipelines", file));
    });

    it("install the npm packages in the lock files, but no Pulumi CLI if the pinned version is already installed", async () => {
      const { status } = await install(`${join(cli.folder, "bin")}:${program("npm", "true")}:${process.env.PATH}`);
      expect([status, readFileSync(join(folder, "log"), "utf8").split("\n")]).toEqual([
        0,
        ["npm ci --no-audit --no-fund", "npm ci --no-audit --no-fund --prefix infra/policy", ""],
      ]);
    });

    it("install the pinned Pulumi CLI only if its archive matches the checksum in the repository", async () => {
      mkdirSync(join(folder, "release", "pulumi"), { recursive: true });
      writeFileSync(join(folder, "release", "pulumi", "pulumi"), "");
      execFileSync("tar", ["-czf", join(folder, archive), "-C", join(folder, "release"), "pulumi"]);
      const [sum] = execFileSync("sha256sum", [join(folder, archive)], { encoding: "utf8" }).split(" ");
      program("pulumi", "echo v1.0.0");
      // The release server answers every request with this archive.
      program("curl", `for last; do :; done; echo "$last" > ${folder}/url; cp ${join(folder, archive)} "$7"`);
      const path = `${join(folder, "bin")}:${process.env.PATH}`;
      expect(await install(path)).toMatchObject({ status: 1, stdout: expect.stringContaining("FAILED") });
      expect(existsSync(github)).toBe(false);
      expect(readFileSync(join(folder, "url"), "utf8")).toBe(
        `https://github.com/pulumi/pulumi/releases/download/v${ENGINE_VERSION}/${archive}\n`,
      );
      const pinned = join(project, "pipelines", "pulumi-cli.sha256");
      writeFileSync(pinned, "");
      expect(await install(path)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("has no line of the form"),
      });
      expect(existsSync(github)).toBe(false);
      writeFileSync(pinned, `${sum}  ${archive}\n`);
      expect(await install(path)).toMatchObject({ status: 0 });
      expect(readFileSync(github, "utf8")).toMatch(/\/pulumi\n$/);
    });
  });

  it("fail if the policy pack forbids a resource", async () => {
    const forbidden = await forbiddenProgram(cli);
    for (const [script, ...args] of [
      ["preview.sh", "forbidden", join(folder, "refused.md")],
      ["up.sh", "forbidden"],
    ] as const) {
      const command = `cd '${forbidden}' && sh pipelines/${script} ${args.join(" ")}`;
      const { status, stdout } = await cli.shell("sh", ["-c", command]);
      expect([script, status === 0, stdout]).toEqual([script, false, expect.stringContaining(BROKEN_RULE)]);
    }
    expect(await cli.shell("sh", ["-c", `cd '${forbidden}' && sh pipelines/drift.sh forbidden`])).toMatchObject({
      status: 1,
    });
  });
});
