import { shellWord } from "../../components/shellWord";

/** One thing that is wrong in a stack's settings, for the person who must fixes it. */
export interface ConfigError {
  /** The key with its path. Example: `clusters[0].nodeCidrs[1]`. */
  readonly key: string;
  /** What is wrong, in words; where no command can fixes it, also what a person must do. */
  readonly problem: string;
  /** The commands that end the mistake, in their order. */
  readonly fixes: readonly Fix[];
  /** Other commands that end it, for the case that the first ones bring about another mistake. */
  readonly otherwise?: readonly (readonly Fix[])[];
  /** What a person changes in the stack's file, where no command can. */
  readonly edit?: Edit;
}

/** A command that a person pastes as it is. */
export interface Fix {
  readonly command: string;
  /** An example of what the command asks for, where only a person knows the value. */
  readonly asks?: string;
  /** All that may be answered, where that is little. */
  readonly choices?: readonly string[];
  /** What the command does to the settings; where it asks, with the example. */
  readonly change: Change;
}

/** What a person changes in a file. */
export interface Edit {
  /** Example: `rename forwarders to forwarder`. */
  readonly instruction: string;
  readonly change: Change;
}

/** One change of the settings: the path gets a value or another last name, becomes the one member of a list, or goes away. */
export type Change =
  | { readonly path: Path; readonly value: Scalar }
  | { readonly path: Path; readonly rename: string }
  | { readonly path: Path; readonly inList: true }
  | { readonly path: Path };

export type Path = readonly PropertyKey[];
export type Scalar = string | number | boolean;
export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** What a single check finds. */
export interface ValueError {
  readonly problem: string;
  /** The right value, or one that is always right. */
  readonly value?: Scalar;
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

/** The parts of a key that `keyOf` has written. */
export function pathOf(key: string): Path {
  const parts = key.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\d+)\]|\.?([^.[]+)/g);
  return [...parts].map(([, quoted, index, name]) =>
    index === undefined ? (quoted?.replaceAll('\\"', '"') ?? name ?? "") : Number(index),
  );
}

/** Keys below the top level need `--path`. */
const keyArgument = (key: string): string => (/[.[]/.test(key) ? `--path ${shellWord(key)}` : shellWord(key));

/**
 * Whether a text can stand in a command. Long texts and those with control characters are for an editor, and the CLI has
 * no way to write a backslash in a key.
 */
const isPasted = (text: string): boolean => text.length <= 300 && !CONTROL.test(text);
const NO_PATH = /\\(?!")|\\"\]/;

const pasted = (key: string, value: string, fixes: Fix): Fix[] =>
  isPasted(key) && !NO_PATH.test(key) && isPasted(value) ? [fixes] : [];

/** The command that sets a key to the right value. */
export function setCommand(key: string, value: Scalar): Fix[] {
  // A value with a leading dash would be read as an option.
  const text = String(value);
  const command = `pulumi config set ${keyArgument(key)} ${text.startsWith("-") ? "-- " : ""}${shellWord(text)}`;
  return pasted(key, text, { command, change: { path: pathOf(key), value } });
}

/** The command that asks for a key's value, which only a person knows. */
export const askCommand = (key: string, example: string, choices?: readonly string[]): Fix[] =>
  pasted(key, "", {
    command: `pulumi config set ${keyArgument(key)}`,
    asks: example,
    choices,
    change: { path: pathOf(key), value: example },
  });

/** The command that removes a key. */
export const removeCommand = (key: string): Fix[] =>
  pasted(key, "", { command: `pulumi config rm ${keyArgument(key)}`, change: { path: pathOf(key) } });

/** The command that removes a key of the top level, also one with a dot in its name. */
export const removeWholeCommand = (key: string): Fix[] =>
  pasted(key, "", { command: `pulumi config rm ${shellWord(key)}`, change: { path: [key] } });

/** A list whose members a command takes away: what stands behind one then moves up. */
const takesFromList = ({ fixes }: ConfigError): boolean =>
  fixes.some(({ command }) => / rm .*\[\d+\]'?$/.test(command));

/**
 * Mistakes in an order in which their commands can be run: those that take a member out of a list come last, the members
 * behind first, so that no command meets another member than the one that it was printed for.
 */
export function inOrder(mistakes: readonly ConfigError[]): ConfigError[] {
  const last = mistakes.filter(takesFromList).sort((a, b) => NATURAL.compare(b.key, a.key));
  return [...mistakes.filter((mistake) => !takesFromList(mistake)), ...last];
}
const NATURAL = new Intl.Collator("en", { numeric: true });

/** What may be answered. Example: `: azureNative or onPremises`. */
const answersOf = (example: string, choices: readonly string[] | undefined): string =>
  choices === undefined
    ? `, which only you know; for example ${example}`
    : `: ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;

/** Most mistakes that one message holds. */
export const MOST_ERRORS = 20;

/** All mistakes as the text of one error; of many, the first ones and how many more there are. */
export function describeErrors(stack: string, mistakes: readonly ConfigError[]): string {
  const count = mistakes.length === 1 ? "1 setting is" : `${mistakes.length} settings are`;
  const entries = mistakes
    .slice(0, MOST_ERRORS)
    .map(({ key, problem, fixes, edit }) =>
      [
        `  - ${shown(key)}: ${problem}`,
        ...fixes.flatMap(({ command, asks, choices }) => [
          `      ${command}`,
          ...(asks === undefined ? [] : [`        (asks for the value${answersOf(asks, choices)})`]),
        ]),
        ...(edit === undefined
          ? []
          : [`      (before any command: ${edit.instruction} in Pulumi.${stack}.yaml; no command can do that)`]),
        ...(fixes.length > 0 || edit !== undefined
          ? []
          : [`      (no command can fixes this: edit Pulumi.${stack}.yaml)`]),
      ].join("\n"),
    );
  const more = mistakes.length - entries.length;
  return [
    `${count} wrong in stack '${stack}'; nothing was created.`,
    ...entries,
    ...(more > 0 ? [`  - and ${more} more, which are shown once these are mended`] : []),
  ].join("\n");
}
