import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { onboardingScript } from "../../components/arc/onboardingScript";
import { bootCheckScript, readinessCheckScript } from "../../components/forwarder/checks/machineChecks";
import { userData } from "../../components/forwarder/cloudInit/userData";
import { drainScript, takeScript } from "../../components/forwarder/drain/drainScript";
import { parseImage } from "../../components/forwarder/image";
import { providedFolder } from "../../simulator/provided";
import { PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";
import { anyOnboarding } from "../oddNames";

/** The folder into which set-up installs shellcheck. */
const CHECKERS = providedFolder("checkers");

/** Returns shellcheck's warnings about a script. */
function warnings(script: string): string {
  const args = ["--norc", "--severity=style", "--format=gcc", "-"];
  const { stdout, stderr } = spawnSync(join(CHECKERS ?? "", "bin", "shellcheck"), args, {
    input: script,
    encoding: "utf8",
  });
  return stdout + stderr;
}

const isScript = (text: string): boolean => /^#!.*\b(ba)?sh\n/.test(text);

/** All files in the project that are shell scripts. */
const files = ["components", "pipelines", "test", "infra", "simulator", "commands", ".ci"]
  .flatMap((folder) => readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
  .map(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), "utf8");
    return { name, path: relative(PROJECT, join(parentPath, name)), text };
  })
  .filter(({ text }) => isScript(text));

const PLACEHOLDER = /@[a-z][A-Za-z]*@/;

const config = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });

/** Returns the scripts that have placeholders, rendered with values. */
function rendered(): Map<string, string> {
  const [args] = fc.sample(anyOnboarding, { numRuns: 1, seed: 7 });
  if (args === undefined) throw new Error("no sample");
  const { port, senders, filter } = args;
  const programs = config
    .parse(
      parse(userData({ senders, filter, spoolGiB: 64, image: parseImage("Canonical:ubuntu-24_04-lts:server:latest") })),
    )
    .write_files.filter(({ content }) => isScript(content))
    .map(({ path, content }) => [path.split("/").at(-1) ?? "", content] as const);
  return new Map([
    ...programs,
    ["onboard.sh", onboardingScript(args)],
    ["bootCheck.sh", bootCheckScript(port)],
    ["readinessCheck.sh", readinessCheckScript(port)],
    ["drain.sh", drainScript()],
    ["take.sh", takeScript()],
  ]);
}

const steps = z.object({
  steps: z.array(z.object({ inputs: z.object({ inlineScript: z.string().optional() }).optional() })),
});

describeWith("checkers")("shellcheck", () => {
  const scripts = rendered();

  it("is given every script that has placeholders", () => {
    const templates = files.filter(({ text }) => PLACEHOLDER.test(text)).map(({ name }) => name);
    expect(templates.filter((name) => !scripts.has(name))).toEqual([]);
    expect(templates.length).toBeGreaterThan(6);
  });

  it("warns about an unquoted value", () => {
    expect(warnings("#!/bin/sh\ncat $1\n")).toContain("SC2086");
  });

  it.each([
    ...files.filter(({ text }) => !PLACEHOLDER.test(text)).map(({ path, text }) => ({ name: path, text })),
    ...[...rendered()].map(([name, text]) => ({ name: `${name}, rendered`, text })),
    {
      name: "the Azure Pipelines steps",
      text: `#!/bin/bash\n${steps
        .parse(parse(readFileSync(join(PROJECT, "pipelines/steps.yml"), "utf8")))
        .steps.map(({ inputs }) => inputs?.inlineScript ?? "")
        .join("\n")
        .replaceAll(/\$\{\{[^}]*\}\}/g, "true")}`,
    },
  ])("has no warning about $name", ({ text }) => {
    expect(warnings(text)).toBe("");
  });

  it("has no warning about an Arc server script, whatever names it contains", () => {
    fc.assert(
      fc.property(anyOnboarding, (args) => {
        expect(warnings(onboardingScript(args))).toBe("");
      }),
      { numRuns: 10 },
    );
  });
});
