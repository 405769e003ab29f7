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
import { findPulumi } from "../../rehearsal/engine/cli";
import { PROJECT } from "../exampleStacks";
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

/** A program on the PATH that writes down how it is called. */
function program(name: string, body: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/log\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
  return bin;
}

describe.skipIf(findPulumi() === undefined)("the steps of the pipelines", () => {
  it("sign in to the backend that one variable names, and say what is missing", async () => {
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

  it("preview into a comment, deploy with what Qumulo needs, and find no drift after it", async () => {
    const comment = join(folder, "preview.md");
    expect(await step("preview.sh", [STACK, comment])).toMatchObject({ status: 0 });
    expect(readFileSync(comment, "utf8")).toMatch(/^### `pulumi preview` of `pipeline-test`\n[\s\S]*38 to create/);
    expect(cli.world.calls).toEqual([]);
    const up = await step("up.sh", [STACK]);
    expect([up.status, up.stdout]).toEqual([0, expect.stringContaining("qq audit_create_destination")]);
    expect(await step("drift.sh", [STACK])).toMatchObject({ status: 0 });
  });

  it("fail on drift in Azure, with the command that mends it", async () => {
    const id = Object.keys(cli.world.resources).find((one) => one.includes("datacollectionruleassociations"));
    delete cli.world.resources[id ?? ""];
    const { status, stderr } = await step("drift.sh", [STACK]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`pulumi up --refresh --stack ${STACK}`)]);
  });

  it("fail where the preview fails, and still write the comment", async () => {
    const comment = join(folder, "failed.md");
    expect((await step("preview.sh", ["no-such-stack", comment])).status).not.toBe(0);
    expect(readFileSync(comment, "utf8")).toContain("**failed** with exit code");
  });

  it("install the lock file's packages, and the pinned CLI only with its checksum", async () => {
    const path = `${join(cli.folder, "bin")}:${program("npm", "true")}:${process.env.PATH}`;
    expect(await step("install.sh", [], { PATH: path })).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "log"), "utf8")).toContain("npm ci");
    // Another CLI is there, and get.pulumi.com gives an archive.
    const archive = "pulumi-v3.259.0-linux-x64.tar.gz";
    mkdirSync(join(folder, "release", "pulumi"), { recursive: true });
    writeFileSync(join(folder, "release", "pulumi", "pulumi"), "");
    execFileSync("tar", ["-czf", join(folder, archive), "-C", join(folder, "release"), "pulumi"]);
    const sum = execFileSync("sha256sum", [join(folder, archive)], { encoding: "utf8" }).slice(0, 64);
    program("pulumi", "echo v1.0.0");
    const curl = (checksum: string) =>
      program(
        "curl",
        `for last; do :; done; case "$last" in *checksums.txt) echo "${checksum}  ${archive}" > "$5" ;; *) cp ${join(folder, archive)} "$5" ;; esac`,
      );
    const github = join(folder, "path");
    const install = () =>
      step("install.sh", [], { PATH: `${join(folder, "bin")}:${process.env.PATH}`, GITHUB_PATH: github });
    curl("0".repeat(64));
    expect((await install()).status).not.toBe(0);
    expect(existsSync(github)).toBe(false);
    curl(sum);
    expect(await install()).toMatchObject({ status: 0 });
    expect(readFileSync(github, "utf8")).toMatch(/\/pulumi\n$/);
  });
});
