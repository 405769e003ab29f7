import { shellWord } from "../../components/shellWord";

/** An error in a stack's settings: what is wrong, where, and the commands that fix it. */
export interface ConfigError {
  /** The key with its path. Example: `clusters[0].nodeCidrs[1]`. */
  readonly key: string;
  /** What is wrong, in words, and what the user must do if no command can fix the error. */
  readonly problem: string;
  /** The commands that fix the error, in the order in which to run them. */
  readonly fixes: readonly Fix[];
  /** Alternatives to `fixes`, in case those cause another error. */
  readonly otherwise?: readonly (readonly Fix[])[];
  /** What the user must change in the stack's file, if no command can change it. */
  readonly edit?: Edit;
}

/** A command that the user can paste as it is. */
export interface Fix {
  readonly command: string;
  /** An example of the value that the command asks for; undefined if the command does not ask. */
  readonly asks?: string;
  /** All possible answers to the command's question, if there are few. */
  readonly choices?: readonly string[];
  /**
   * The change that the command makes to the settings. If the command asks for a value, this change contains the
   * example.
   */
  readonly change: Change;
}

/** A change that the user must make in a file. */
export interface Edit {
  /** Example: `rename forwarders to forwarder`. */
  readonly instruction: string;
  readonly change: Change;
}

/** One change to the settings: the value at a path is set, renamed, put into a list as its only member, or removed. */
export type Change =
  | { readonly path: Path; readonly value: Scalar; readonly isSecret?: true }
  | { readonly path: Path; readonly rename: string }
  | { readonly path: Path; readonly inList: true }
  | { readonly path: Path };

export type Path = readonly PropertyKey[];
export type Scalar = string | number | boolean;
export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** What is wrong with one value. A check returns this without the value's key, which is added later. */
export interface ValueError {
  readonly problem: string;
  /** The correct value, or one that is always legal. */
  readonly value?: Scalar;
  /** Whether the value should be removed. */
  readonly remove?: boolean;
  /** Path inside the checked value, if only a part of it is wrong. */
  readonly at?: readonly (string | number)[];
}

/**
 * Example: `keyOf(["clusters", 0, "name"])` is `clusters[0].name`. In a key, a name with special characters is quoted.
 */
export const keyOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = String(part);
      if (index === 0) return name;
      return /^[\w-]+$/.test(name) ? `.${name}` : `["${name.replaceAll('"', '\\"')}"]`;
    })
    .join("");

/** A message quotes at most this many characters of a value or a key. */
const MOST_SHOWN = 80;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression looks for control characters.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Returns a user's value as a message quotes it: its beginning, on one line. */
export const shown = (value: unknown): string => {
  const text = String(value);
  const start = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return start.replace(new RegExp(CONTROL, "g"), (sign) => JSON.stringify(sign).slice(1, -1));
};

/** Returns the path that `keyOf` turns into the given key. Example: `tags["a.b"]` is `["tags", "a.b"]`. */
export function pathOf(key: string): Path {
  // Each part of a key is a quoted name ["a.b"], an index [0], or a name with or without a leading dot.
  const parts = key.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\d+)\]|\.?([^.[]+)/g);
  return [...parts].map(([, quoted, index, name]) =>
    index === undefined ? (quoted?.replaceAll('\\"', '"') ?? name ?? "") : Number(index),
  );
}

/** Returns a key as an argument of `pulumi config`: keys below the top level need `--path`. */
const keyArgument = (key: string): string => (/[.[]/.test(key) ? `--path ${shellWord(key)}` : shellWord(key));

/** Whether a text can be pasted as part of a command; long texts and texts with control characters cannot. */
const isPasteable = (text: string): boolean => text.length <= 300 && !CONTROL.test(text);

/**
 * Matches keys in which a name contains a backslash. The CLI cannot address them, because its paths have no escape for
 * a backslash. Example: `tags["a\b"]`.
 */
const NO_PATH = /\\(?!")|\\"\]/;

/** Returns the fix if its command can be pasted; otherwise an empty list. */
const pasteable = (key: string, value: string, fix: Fix): Fix[] =>
  isPasteable(key) && !NO_PATH.test(key) && isPasteable(value) ? [fix] : [];

/** Returns the command that sets a key to a value; an empty list if it cannot be pasted. */
export function setCommand(key: string, value: Scalar): Fix[] {
  // The CLI would read a value with a leading dash as an option.
  const text = String(value);
  const command = `pulumi config set ${keyArgument(key)} ${text.startsWith("-") ? "-- " : ""}${shellWord(text)}`;
  return pasteable(key, text, { command, change: { path: pathOf(key), value } });
}

/** Returns the command that asks the user for a key's value; an empty list if it cannot be pasted. */
export const askCommand = (key: string, example: string, choices?: readonly string[]): Fix[] =>
  pasteable(key, "", {
    command: `pulumi config set ${keyArgument(key)}`,
    asks: example,
    choices,
    change: { path: pathOf(key), value: example },
  });

/** Returns the command that asks the user for a secret value; an empty list if it cannot be pasted. */
export const askSecretCommand = (key: string, example: string): Fix[] =>
  pasteable(key, "", {
    command: `pulumi config set --secret ${keyArgument(key)}`,
    asks: example,
    change: { path: pathOf(key), value: example, isSecret: true },
  });

/** Returns the command that removes a key; an empty list if it cannot be pasted. */
export const removeCommand = (key: string): Fix[] =>
  pasteable(key, "", { command: `pulumi config rm ${keyArgument(key)}`, change: { path: pathOf(key) } });

/**
 * Returns the command that removes a top-level key, whose name may contain a dot; an empty list if it cannot be pasted.
 */
export const removeWholeCommand = (key: string): Fix[] =>
  pasteable(key, "", { command: `pulumi config rm ${shellWord(key)}`, change: { path: [key] } });

/** Whether one of an error's fixes removes a list member, which shifts the indexes of the members after it. */
const removesMember = ({ fixes }: ConfigError): boolean =>
  fixes.some(({ command }) => / rm .*\[\d+\]'?$/.test(command));

/**
 * Returns errors in the order in which their commands can be run. Errors whose fixes remove list members come last,
 * with the highest index first, so that every index is still valid when its command runs.
 */
export function inOrder(errors: readonly ConfigError[]): ConfigError[] {
  const last = errors.filter(removesMember).sort((a, b) => NATURAL.compare(b.key, a.key));
  return [...errors.filter((error) => !removesMember(error)), ...last];
}
const NATURAL = new Intl.Collator("en", { numeric: true });

/** Returns the end of a message's question: the choices, or else an example. Example: `: azureNative or onPremises`. */
const answersOf = (example: string, choices: readonly string[] | undefined): string =>
  choices === undefined
    ? `, which only you know; for example ${example}`
    : `: ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;

/** The greatest number of errors that one message shows. */
export const MOST_ERRORS = 20;

/** Returns one message about all errors: the first `MOST_ERRORS` of them, and the number of the others. */
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
