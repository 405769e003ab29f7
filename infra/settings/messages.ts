import { shellWord } from "../../components/shellWord";

/** One thing that is wrong in a stack's settings, for the person who must mend it. */
export interface Mistake {
  /** The key with its path. Example: `clusters[0].clientCidrs[1]`. */
  readonly key: string;
  /** What is wrong, in words; where no command can mend it, also what a person must do. */
  readonly problem: string;
  /** The commands that end the mistake, in their order. */
  readonly mend: readonly Mend[];
}

/** A command that a person pastes as it is. */
export interface Mend {
  readonly command: string;
  /** An example of what the command asks for, where only a person knows the value. */
  readonly asks?: string;
}

/** What a single check finds. */
export interface Finding {
  readonly problem: string;
  /** The right value, or one that is always right. */
  readonly value?: string | number | boolean;
  /** An example of a right value, where only a person knows the right one. */
  readonly example?: string;
  /** Whether the checked part is better left out. */
  readonly remove?: boolean;
  /** Path below the checked value, where the finding is about a part of it. */
  readonly at?: readonly (string | number)[];
}

/** Example: `keyOf(["clusters", 0, "name"])` is `clusters[0].name`; a name with other signs stands in quotes. */
export const keyOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = String(part);
      if (index === 0) return name;
      return /^[\w-]+$/.test(name) ? `.${name}` : `["${name.replaceAll('"', '\\"')}"]`;
    })
    .join("");

/** Most characters of a value or a key that a message repeats. */
const MOST_SHOWN = 80;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** A value of a person as a message repeats it: its beginning, on one line. */
export const shown = (value: unknown): string => {
  const text = String(value);
  const start = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return start.replace(new RegExp(CONTROL, "g"), (sign) => JSON.stringify(sign).slice(1, -1));
};

/** Keys below the top level need `--path`. */
const keyArgument = (key: string): string => (/[.[]/.test(key) ? `--path ${shellWord(key)}` : shellWord(key));

/**
 * Whether a text can stand in a command. Long texts and those with control characters are for an editor, and the CLI has
 * no way to write a backslash in a key.
 */
const isPasted = (text: string): boolean => text.length <= 300 && !CONTROL.test(text);
const NO_PATH = /\\(?!")|\\"\]/;

const pasted = (key: string, value: string, mend: Mend): Mend[] =>
  isPasted(key) && !NO_PATH.test(key) && isPasted(value) ? [mend] : [];

/** The command that sets a key to the right value. */
export function setCommand(key: string, value: string | number | boolean): Mend[] {
  // A value with a leading dash would be read as an option.
  const text = String(value);
  const command = `pulumi config set ${keyArgument(key)} ${text.startsWith("-") ? "-- " : ""}${shellWord(text)}`;
  return pasted(key, text, { command });
}

/** The command that asks for a key's value, which only a person knows. */
export const askCommand = (key: string, example: string): Mend[] =>
  pasted(key, "", { command: `pulumi config set ${keyArgument(key)}`, asks: example });

/** The command that removes a key. */
export const removeCommand = (key: string): Mend[] =>
  pasted(key, "", { command: `pulumi config rm ${keyArgument(key)}` });

/** The command that removes a key of the top level, also one with a dot in its name. */
export const removeWholeCommand = (key: string): Mend[] =>
  pasted(key, "", { command: `pulumi config rm ${shellWord(key)}` });

/** The command that asks for a secret, so that its value stays out of the shell's history. */
export const secretCommand = (key: string): Mend[] =>
  pasted(key, "", { command: `pulumi config set --secret --path ${shellWord(key)}`, asks: "the secret" });

/** A list whose members a command takes away: what stands behind one then moves up. */
const takesFromList = ({ mend }: Mistake): boolean => mend.some(({ command }) => / rm .*\[\d+\]'?$/.test(command));

/**
 * Mistakes in an order in which their commands can be run: those that take a member out of a list come last, the members
 * behind first, so that no command meets another member than the one that it was printed for.
 */
export function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  const last = mistakes.filter(takesFromList).sort((a, b) => NATURAL.compare(b.key, a.key));
  return [...mistakes.filter((mistake) => !takesFromList(mistake)), ...last];
}
const NATURAL = new Intl.Collator("en", { numeric: true });

/** The known name that differs least from the given one, or nothing where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > MOST_SHOWN) return undefined;
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

/** Most mistakes that one message holds. */
export const MOST_MISTAKES = 20;

/** All mistakes as the text of one error; of many, the first ones and how many more there are. */
export function describeMistakes(stack: string, mistakes: readonly Mistake[]): string {
  const count = mistakes.length === 1 ? "1 setting is" : `${mistakes.length} settings are`;
  const entries = mistakes
    .slice(0, MOST_MISTAKES)
    .map(({ key, problem, mend }) =>
      [
        `  - ${shown(key)}: ${problem}`,
        ...mend.flatMap(({ command, asks }) => [
          `      ${command}`,
          ...(asks === undefined ? [] : [`        (asks for the value, which only you know; for example ${asks})`]),
        ]),
        ...(mend.length > 0 ? [] : [`      (no command can mend this: edit Pulumi.${stack}.yaml)`]),
      ].join("\n"),
    );
  const more = mistakes.length - entries.length;
  return [
    `${count} wrong in stack '${stack}'; nothing was created.`,
    ...entries,
    ...(more > 0 ? [`  - and ${more} more, which are shown once these are mended`] : []),
  ].join("\n");
}
