import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { providedFolder } from "../../simulator/provided";
import { PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";

/**
 * The folders of the checkers that setup.mjs installs: check-jsonschema and shellcheck in CHECKERS, actionlint in
 * ACTIONLINT.
 */
const CHECKERS = providedFolder("checkers");
const ACTIONLINT = providedFolder("actionlint");
const WORKFLOWS = readdirSync(join(PROJECT, ".github/workflows")).map((name) => `.github/workflows/${name}`);
const AZURE = ["pipelines/azure-pipelines.yml", "pipelines/steps.yml"];
const folder = mkdtempSync(join(tmpdir(), "qumulo-pipeline-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Checker = (file: string) => readonly [status: number | null, output: string];
const run = (program: string, args: readonly string[]): ReturnType<Checker> => {
  const env = { ...process.env, PYTHONPATH: CHECKERS };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: PROJECT, env, encoding: "utf8" });
  return [status, status === 0 ? "" : stdout + stderr];
};
const SHELLCHECK = join(CHECKERS ?? "", "bin", "shellcheck");
const actionlint: Checker = (file) =>
  run(join(ACTIONLINT ?? "", "bin", "actionlint"), ["-shellcheck", SHELLCHECK, file]);
const schema =
  (name: string): Checker =>
  (file) =>
    // The Azure Pipelines schema contains patterns that are invalid in regular expressions with the Unicode flag.
    run("python3", ["-m", "check_jsonschema", "--regex-variant", "nonunicode", "--builtin-schema", name, file]);

const checks: [file: string, name: string, check: Checker][] = [
  ...WORKFLOWS.flatMap((file): typeof checks => [
    [file, "actionlint", actionlint],
    [file, "the schema that GitHub publishes", schema("vendor.github-workflows")],
  ]),
  ...AZURE.map((file): (typeof checks)[number] => [
    file,
    "the schema that Microsoft publishes",
    schema("vendor.azure-pipelines"),
  ]),
];

describeWith("checkers")("the pipeline files", () => {
  it.each(checks)("%s: accepted by %s, which refuses a misspelt key", (file, _name, check) => {
    expect(check(file)).toEqual([0, ""]);
    const misspelt = join(folder, "misspelt.yml");
    const text = readFileSync(join(PROJECT, file), "utf8");
    writeFileSync(misspelt, text.replace(/^( +)(jobs|inputs|runs-on):/gm, "$1$2z:"));
    expect(readFileSync(misspelt, "utf8")).not.toBe(text);
    expect(check(misspelt)[0]).not.toBe(0);
  });
});
