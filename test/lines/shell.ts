import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A text that users paste into a shell. */
export interface Snippet {
  /** Where the text comes from. Example: `README.md`. */
  readonly from: string;
  readonly text: string;
  /** The text that explains the snippet: the line before a block, or the path of an output. */
  readonly about: string;
}

/** A program call in a snippet. */
export interface Call {
  readonly snippet: Snippet;
  /** The program and its arguments, as the shell passes them. */
  readonly words: readonly string[];
}

// No program is on the PATH, so bash calls this function instead. `pulumi stack output NAME` prints a sample output, which
// other commands use. nc fails, so that `while nc` loops end.
const PRELUDE = `
PATH=/nowhere
command_not_found_handle() {
  printf '%s\\0' "$SNIPPET" "$#" "$@" >&3
  case "$1 $2 $3" in
    "pulumi stack output") output="OUTPUT_$4"; printf '%s' "\${!output}" ;;
    nc*) return 1 ;;
  esac
}
`;

/**
 * Lets bash evaluate the snippets one after another in one session. Returns the program calls, without running the
 * programs. Throws if a snippet has a syntax error.
 */
export function callsOf(snippets: readonly Snippet[], outputs: Readonly<Record<string, string>> = {}): Call[] {
  const folder = mkdtempSync(join(tmpdir(), "qumulo-lines-"));
  try {
    for (const [index, { text }] of snippets.entries()) writeFileSync(join(folder, `${index}`), text);
    const evaluate = snippets.map((_, index) => `SNIPPET=${index}; eval "$(< '${join(folder, `${index}`)}')"`);
    const recorded = join(folder, "calls");
    const script = `exec 3> '${recorded}'\n${PRELUDE}\n${evaluate.join("\n")}\n`;
    const work = mkdtempSync(join(folder, "work-"));
    const env = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`OUTPUT_${name}`, value]));
    const { stderr } = spawnSync("bash", ["--norc", "-c", script], {
      cwd: work,
      env: { ...env, PATH: process.env.PATH },
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
      timeout: 20_000,
    });
    if (stderr !== "") throw new Error(`bash does not understand a line of ${snippets[0]?.from}: ${stderr}`);
    return readCalls(readFileSync(recorded, "utf8").split("\0"), snippets);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readCalls(fields: readonly string[], snippets: readonly Snippet[]): Call[] {
  const calls: Call[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const snippet = snippets[Number(fields[at])];
    const end = at + 2 + Number(fields[at + 1]);
    if (snippet !== undefined) calls.push({ snippet, words: fields.slice(at + 2, end) });
    at = end;
  }
  return calls;
}
