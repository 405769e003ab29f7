import { shellWord } from "../../components/shellWord";

/** An error in a stack's settings: what is wrong, where, and the commands that fix it. */
export interface ConfigError {
  /** The key with its path. Example: `clusters[0].nodeCidrs[1]`. */
  readonly key: string;
  /** What is wrong, in words. If no command can fix it, also what the user must do. */
  readonly problem: string;
  /** The commands that fix the error, in this order. */
  readonly fixes: readonly Fix[];
  /** Other commands that fix it, in case the first ones cause another error. */
  readonly otherwise?: readonly (readonly Fix[])[];
  /** What the user must change in the stack's file, if no command can. */
  readonly edit?: Edit;
}

/** A command that the user can paste as it is. */
export interface Fix {
  readonly command: string;
  /** An example of the value that the command asks for. Undefined: it does not ask. */
  readonly asks?: string;
  /** All possible answers, if there are few. */
  readonly choices?: readonly string[];
  /** What the command changes in the settings; with the example as the value if it asks. */
  readonly change: Change;
}

/** A change that the user must make in a file. */
export interface Edit {
  /** Example: `rename forwarders to forwarder`. */
  readonly instruction: string;
  readonly change: Change;
}

/**
 * One change of the settings: a path gets a value, gets another last name, becomes the only member of a list, or is
 * removed.
 */
export type Change =
  | { readonly path: Path; readonly value: Scalar }
  | { readonly path: Path; readonly rename: string }
  | { readonly path: Path; readonly inList: true }
  | { readonly path: Path };

export type Path = readonly PropertyKey[];
export type Scalar = string | number | boolean;
export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** What is wrong with one value, before its key is known. */
export interface ValueError {
  readonly problem: string;
  /** The correct value, or one that is always legal. */
  readonly value?: Scalar;
  /** Whether the value should be removed. */
  readonly remove?: boolean;
  /** Path below the checked value, if the error is about a part of it. */
  readonly at?: readonly (string | number)[];
}

/** Example: `keyOf(["clusters", 0, "name"])` is `clusters[0].name`. A name with special characters is quoted. */
export const keyOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = String(part);
      if (index === 0) return name;
      return /^[\w-]+$/.test(name) ? `.${name}` : `["${name.replaceAll('"', '\\"')}"]`;
    })
    .join("");

/** The greatest number of characters that a message quotes from a value or a key. */
const MOST_SHOWN = 80;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression looks for control characters.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** A value of the user as a message quotes it: its beginning, on one line. */
export const shown = (value: unknown): string => {
  const text = String(value);
  const start = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return start.replace(new RegExp(CONTROL, "g"), (sign) => JSON.stringify(sign).slice(1, -1));
};

/** The path of a key; the opposite of `keyOf`. Example: `tags["a.b"]` is `["tags", "a.b"]`. */
export function pathOf(key: string): Path {
  // One of: a quoted name ["a.b"], an index [0], a name with or without a dot in front.
  const parts = key.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\d+)\]|\.?([^.[]+)/g);
  return [...parts].map(([, quoted, index, name]) =>
    index === undefined ? (quoted?.replaceAll('\\"', '"') ?? name ?? "") : Number(index),
  );
}

/** Keys below the top level need `--path`. */
const keyArgument = (key: string): string => (/[.[]/.test(key) ? `--path ${shellWord(key)}` : shellWord(key));

/** Whether a text can be part of a command. Long texts and those with control characters need an editor. */
const isPasteable = (text: string): boolean => text.length <= 300 && !CONTROL.test(text);

/** Keys that the CLI cannot address, because it has no escape for a backslash. Example: `tags["a\b"]`. */
const NO_PATH = /\\(?!")|\\"\]/;

/** The fix, if its command can be pasted; otherwise nothing. */
const pasteable = (key: string, value: string, fix: Fix): Fix[] =>
  isPasteable(key) && !NO_PATH.test(key) && isPasteable(value) ? [fix] : [];

/** The command that sets a key to a value. */
export function setCommand(key: string, value: Scalar): Fix[] {
  // The CLI would read a value with a leading dash as an option.
  const text = String(value);
  const command = `pulumi config set ${keyArgument(key)} ${text.startsWith("-") ? "-- " : ""}${shellWord(text)}`;
  return pasteable(key, text, { command, change: { path: pathOf(key), value } });
}

/** The command that asks for a key's value, which only the user knows. */
export const askCommand = (key: string, example: string, choices?: readonly string[]): Fix[] =>
  pasteable(key, "", {
    command: `pulumi config set ${keyArgument(key)}`,
    asks: example,
    choices,
    change: { path: pathOf(key), value: example },
  });

/** The command that removes a key. */
export const removeCommand = (key: string): Fix[] =>
  pasteable(key, "", { command: `pulumi config rm ${keyArgument(key)}`, change: { path: pathOf(key) } });

/** The command that removes a key of the top level, which may have a dot in its name. */
export const removeWholeCommand = (key: string): Fix[] =>
  pasteable(key, "", { command: `pulumi config rm ${shellWord(key)}`, change: { path: [key] } });

/** Whether a fix removes a member of a list, which changes the index of the members after it. */
const removesMember = ({ fixes }: ConfigError): boolean =>
  fixes.some(({ command }) => / rm .*\[\d+\]'?$/.test(command));

/**
 * Errors in an order in which their commands can be run. Those that remove a member of a list come last, the last member
 * first, so that every index is still valid when its command runs.
 */
export function inOrder(errors: readonly ConfigError[]): ConfigError[] {
  const last = errors.filter(removesMember).sort((a, b) => NATURAL.compare(b.key, a.key));
  return [...errors.filter((error) => !removesMember(error)), ...last];
}
const NATURAL = new Intl.Collator("en", { numeric: true });

/** The possible answers, as a message lists them. Example: `: azureNative or onPremises`. */
const answersOf = (example: string, choices: readonly string[] | undefined): string =>
  choices === undefined
    ? `, which only you know; for example ${example}`
    : `: ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;

/** The greatest number of errors that one message shows. */
export const MOST_ERRORS = 20;

/** All errors as one text. Of many errors it has the first ones, and how many more there are. */
export function describeErrors(stack: string, errors: readonly ConfigError[]): string {
  const count = errors.length === 1 ? "1 setting is" : `${errors.length} settings are`;
  const entries = errors
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
          : [`      (no command can fix this: edit Pulumi.${stack}.yaml)`]),
      ].join("\n"),
    );
  const more = errors.length - entries.length;
  return [
    `${count} wrong in stack '${stack}'; nothing was created.`,
    ...entries,
    ...(more > 0 ? [`  - and ${more} more, which are shown once these are fixed`] : []),
  ].join("\n");
}
