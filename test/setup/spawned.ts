import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../exampleStacks";

/** Returns the programs that a source file starts by name; programs that it starts by path are in set-up's folders. */
export function startedBySource(text: string): string[] {
  if (!/from "node:child_process"|\.shell\(/.test(text)) return [];
  // Example: `spawn("nft", [`.
  const calls = text.matchAll(/(?<![.\w])(?:spawn|spawnSync|execFile|execFileSync|run|quietly)\(\s*"([a-z][\w.+-]*)"/g);
  const methods = text.matchAll(/\.(?:shell|inNetwork)\(\s*"([a-z][\w.+-]*)"/g);
  // A command that runs in a network namespace is written as an array. Example: `["dig", "-x"]`.
  const commandLines = text.includes("inNetwork") ? text.matchAll(/\[\s*"([a-z][\w.+-]*)",\s*(?:"-|join\()/g) : [];
  return [...calls, ...methods, ...commandLines].map(([, name = ""]) => name);
}

/** Keywords and built-in commands of the shell. */
const SHELL = new Set(
  `if then else elif fi for do done while until case esac in function select time cd echo exit exec eval export local
   printf read return set shift test trap true false unset source command type wait break continue compgen`.split(
    /\s+/,
  ),
);

/** Returns the programs that a shell script starts: the first word of each command in its text. */
export function startedByScript(text: string): string[] {
  const code = text
    .replace(/\\\n/g, " ")
    .replace(/^\s*#.*$/gm, "")
    .replace(/<<-?\s*'?(\w+)'?[\s\S]*?^\1$/gm, "")
    .replace(/\$\(\(.*?\)\)/g, "0")
    .replace(/'[^']*'/g, "''")
    .replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => (quoted.includes("$(") ? quoted : '""'));
  const own = new Set([...code.matchAll(/^\s*(\w+)\(\)/gm)].map(([, name]) => name));
  const before = String.raw`(?:^|[|;&({!]|\$\(|\b(?:then|do|else|if|while|until|exec|command -v)\b)[ \t]*`;
  const assignments = String.raw`(?:[A-Za-z_]+=(?:"[^"]*"|[^\s"$(]*)[ \t]+)*`;
  const words = code.matchAll(new RegExp(`${before}${assignments}([a-z][\\w.+-]*)(?=[\\s;]|$)`, "gm"));
  return [...words].map(([, name = ""]) => name).filter((name) => !SHELL.has(name) && !own.has(name));
}

/**
 * Returns the files in a project folder, except npm packages and test/setup, which names programs that do not exist.
 */
const below = (folder: string): string[] =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => !path.includes("node_modules") && !path.startsWith("test/setup/"));

const SCRIPT = /\.sh$|^\.ci\/(run|bare-machine)$|\/qumulo-(hold|release)$/;

/** Returns all programs that the project starts on this machine, each with the file that starts it. */
export function started(): { readonly file: string; readonly program: string }[] {
  return ["test", "simulator", "commands", "setup", ".ci", "pipelines", "components/forwarder/service"]
    .flatMap(below)
    .flatMap((file) => {
      const read = /\.(ts|mjs)$/.test(file) ? startedBySource : SCRIPT.test(file) ? startedByScript : undefined;
      const programs = read === undefined ? [] : read(readFileSync(join(PROJECT, file), "utf8"));
      return [...new Set(programs)].map((program) => ({ file, program }));
    });
}
