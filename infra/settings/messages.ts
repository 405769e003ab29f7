import { shellWord } from "../../components/shellWord";

/** One thing that is wrong in a stack's settings, for the person who must mend it. */
export interface Mistake {
  /** The key with its path. Example: `clusters[0].clientCidrs[1]`. */
  readonly key: string;
  /** What is wrong, in words. */
  readonly problem: string;
  /** The commands that mend it, one a line. */
  readonly mend: readonly string[];
}

/** What a single check finds: the problem and a value that would be right. */
export interface Finding {
  readonly problem: string;
  /** A right value, shown in the `pulumi config set` line. */
  readonly example?: string | number | boolean;
  /** Path below the checked value, where the finding is about a part of it. */
  readonly at?: readonly (string | number)[];
}

/** Example: `keyOf(["clusters", 0, "name"])` is `clusters[0].name`. */
export const keyOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("");

/** The command that sets a key. Keys below the top level need `--path`. */
export function setCommand(key: string, value: string | number | boolean): string {
  const isNested = /[.[]/.test(key);
  // A value with a leading dash would be read as an option.
  const text = String(value);
  return `pulumi config set ${isNested ? `--path ${shellWord(key)}` : key} ${text.startsWith("-") ? "-- " : ""}${shellWord(text)}`;
}

/** The command that removes a key. */
export const removeCommand = (key: string): string =>
  /[.[]/.test(key) ? `pulumi config rm --path ${shellWord(key)}` : `pulumi config rm ${key}`;

/** The command that sets a secret; the CLI then asks for the value, so that it stays out of the shell's history. */
export const secretCommand = (key: string): string => `pulumi config set --secret --path ${shellWord(key)}`;

/** The known name that differs least from the given one, or nothing where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, best.candidate.length / 3) ? best.candidate : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** All mistakes as the text of one error. */
export function describeMistakes(stack: string, mistakes: readonly Mistake[]): string {
  const count = mistakes.length === 1 ? "1 setting is" : `${mistakes.length} settings are`;
  const entries = mistakes.map(({ key, problem, mend }) =>
    [`  - ${key}: ${problem}`, ...mend.map((command) => `      ${command}`)].join("\n"),
  );
  return [`${count} wrong in stack '${stack}'; nothing was created.`, ...entries].join("\n");
}
