import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { providedFolder } from "../../simulator/provided";

/**
 * The generations of Qumulo Core. The keys are those of the output qumuloCommands. `names` lists the generation's names
 * in messages and documents. `clients` lists the versions of Qumulo's client with which the generation's commands are
 * tested.
 */
export const GENERATIONS = {
  core6_0To7_8: { names: ["Core 6.0 to 7.8"], clients: ["6.0.0", "7.8.4.3"] },
  coreFrom7_9: { names: ["Core from 7.9", "Core 7.9 and later"], clients: ["7.10.2.1"] },
} as const;
export type Generation = keyof typeof GENERATIONS;
export const generations = Object.keys(GENERATIONS) as Generation[];

const answers = z.array(z.string().nullable());

/**
 * Returns for each line the client's error, or null if the client accepts the line. One process checks all lines, because clients
 * take seconds to load.
 * `modules` is the folder with the client's Python modules, relative to the program's folder.
 */
function ask(program: string, script: string, lines: readonly (readonly string[])[], modules = ""): (string | null)[] {
  const { stdout, stderr, status } = spawnSync("python3", [join(__dirname, script)], {
    input: JSON.stringify(lines),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, PYTHONPATH: join(providedFolder(program) ?? "", modules) },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return answers.parse(JSON.parse(stdout));
}

/** Returns for each line why the Azure CLI rejects it, or null if it is accepted. */
export const askAz = (lines: readonly (readonly string[])[]): (string | null)[] => ask("azure-cli", "az.py", lines);

/** Returns for each line why ufw or firewalld rejects it, or null if it is accepted. */
export const askFirewalls = (lines: readonly (readonly string[])[]): (string | null)[] =>
  ask("firewalls", "firewalls.py", lines, "usr/lib/python3/dist-packages");

/**
 * Returns for each line why one of the generation's clients would not contact the cluster given by --host, or null if all of them
 * would.
 */
export function askQq(generation: Generation, lines: readonly (readonly string[])[]): (string | null)[] {
  const perVersion = GENERATIONS[generation].clients.map((version) => ask(`qumulo-api-${version}`, "qq.py", lines));
  return lines.map((_, index) => perVersion.map((found) => found[index]).find((found) => found != null) ?? null);
}

/** All versions of Qumulo's client that the tests use. */
export const versions = generations.flatMap((generation) => GENERATIONS[generation].clients);
const programs = ["azure-cli", ...versions.map((version) => `qumulo-api-${version}`)];

/** Whether set-up has provided the Azure CLI and all versions of Qumulo's client. */
export const hasClients = programs.every((program) => providedFolder(program) !== undefined);
