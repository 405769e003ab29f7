import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../exampleStacks";
import type { PlainCli } from "./plainCli";

/** The line in which Pulumi reports the policy rule that the program violates. */
export const BROKEN_RULE = "[mandatory]  vm-no-basic-size";

/**
 * Writes a Pulumi program with a machine that the policy pack forbids. The project's own program cannot be used, because its
 * settings do not allow such a machine. Creates the stack `forbidden`. Returns the program's folder, which also contains the
 * policy pack.
 */
export async function forbiddenProgram(cli: PlainCli): Promise<string> {
  const folder = mkdtempSync(join(cli.folder, "forbidden-"));
  for (const name of ["node_modules", "infra", "pipelines"]) symlinkSync(join(PROJECT, name), join(folder, name));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: forbidden\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  writeFileSync(join(folder, "package.json"), '{ "main": "index.js" }\n');
  writeFileSync(
    join(folder, "index.js"),
    `const { VirtualMachine } = require("@pulumi/azure-native/compute");
new VirtualMachine("vm", { resourceGroupName: "rg", hardwareProfile: { vmSize: "Standard_B2s" } });
`,
  );
  const { status, stderr } = await cli.shell("pulumi", ["-C", folder, "stack", "init", "forbidden"]);
  if (status !== 0) throw new Error(stderr);
  return folder;
}
