import { changed, type Given } from "./given";
import { limitErrors } from "./limits";
import { type Change, type ConfigError, inOrder, MOST_ERRORS, type Path, pathOf } from "./messages";
import type { Settings } from "./schema";

/** The result of inspecting a configuration once. */
export interface Inspected {
  readonly errors: readonly ConfigError[];
  /** The settings, if each is valid on its own. */
  readonly settings?: Settings;
}
type Inspect = (given: Given) => Inspected;

/** Returns the errors for exceeded Azure limits; none if there are other errors, because limits need valid settings. */
export const limitErrorsOf = ({ settings, errors }: Inspected): readonly ConfigError[] =>
  settings === undefined || errors.length > 0 ? [] : limitErrors(settings);

/**
 * `allErrors` inspects a configuration at most this many times: once for wrong names, once for wrong values, and
 * several times for wrong combinations of values.
 */
const MOST_ROUNDS = 8;

/**
 * Returns all errors that can be found now, including those that other errors hide: the printed fixes are applied in
 * memory, and the result is inspected again. If a fix asks the user for a value, two different answers are tried, and
 * only errors that occur with both are returned.
 */
export function allErrors(given: Given, first: Inspected, inspect: Inspect): readonly ConfigError[] {
  const all = new Map<string, ConfigError>();
  let [current, seen]: [Answers, Inspected] = [{ given, other: given, open: [] }, first];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const other = new Set((current.open.length === 0 ? seen : inspect(current.other)).errors.map(identityOf));
    const found = firstOfEachKey(
      seen.errors.filter(
        (error) => !all.has(identityOf(error)) && other.has(identityOf(error)) && !isBelow(error.key, current.open),
      ),
    );
    if (found.length === 0) break;
    const settled = inOrder(settle(current.given, found, inspect));
    for (const error of settled) all.set(identityOf(error), error);
    // The message shows only MOST_ERRORS errors, so there is no need to look for more hidden ones.
    if (all.size > MOST_ERRORS) return [...all.values()];
    current = answered(current, settled);
    seen = inspect(current.given);
  }
  const both = [current.given, current.other].map((one) => limitErrorsOf(inspect(one)));
  const tooLong = (both[0] ?? []).filter(({ key }) => both[1]?.some((error) => error.key === key));
  return [...all.values(), ...tooLong];
}

/**
 * A configuration after the printed fixes, in two versions. Some fixes ask the user for a value: the two versions
 * contain different answers.
 */
interface Answers {
  readonly given: Given;
  readonly other: Given;
  /** The paths of the values that the user was asked for. */
  readonly open: readonly Path[];
}

/** Returns a text that is the same for equal errors, to be used as a map key. */
const identityOf = ({ key, problem }: ConfigError): string => `${key}\n${problem}`;

/**
 * Returns only the first error for each key, because two fixes of one value would undo each other; a later round finds
 * the second error.
 */
const firstOfEachKey = (errors: readonly ConfigError[]): readonly ConfigError[] =>
  [...new Map(errors.toReversed().map((error) => [error.key, error])).values()].toReversed();

/** Whether a key is at or below one of the paths. */
const isBelow = (key: string, paths: readonly Path[]): boolean => {
  const path = pathOf(key);
  return paths.some((one) => one.every((part, index) => part === path[index]));
};

/** For each error, chooses alternative fixes if they leave fewer errors than its first fixes. */
function settle(given: Given, errors: readonly ConfigError[], inspect: Inspect): readonly ConfigError[] {
  const errorsAfter = (some: readonly ConfigError[]): number => inspect(fixed(given, inOrder(some))).errors.length;
  let settled = errors;
  let least = errors.some(({ otherwise = [] }) => otherwise.length > 0) ? errorsAfter(settled) : 0;
  for (const [index, { otherwise = [] }] of errors.slice(0, MOST_ERRORS).entries()) {
    for (const fixes of otherwise) {
      if (least === 0) return settled;
      const tried = settled.map((error, at) => (at === index ? { ...error, fixes } : error));
      const count = errorsAfter(tried);
      if (count < least) [settled, least] = [tried, count];
    }
  }
  return settled;
}

/** Returns the changes that an error's fixes make. If no command can fix a value, the change removes it. */
function changesOf({ key, fixes, edit }: ConfigError, answer: (example: string) => string): readonly Change[] {
  if (edit !== undefined) return [edit.change];
  if (fixes.length === 0) return [{ path: pathOf(key) }];
  return fixes.map(({ asks, change }) => (asks === undefined ? change : { ...change, value: answer(asks) }));
}

/**
 * Returns the paths that have no known value after an error's fixes, because only the user knows the correct values.
 */
function openAfter({ key, fixes, edit }: ConfigError): readonly Path[] {
  if (edit === undefined && fixes.length === 0) return [pathOf(key)];
  return fixes.flatMap(({ asks, change }) => (asks === undefined ? [] : [change.path]));
}

/**
 * Applies the fixes for some errors to a configuration. By default each question to the user is answered with its
 * example.
 */
const fixed = (
  given: Given,
  errors: readonly ConfigError[],
  answer = (example: string, _index: number): string => example,
): Given =>
  changed(
    given,
    errors.flatMap((error, index) => changesOf(error, (example) => answer(example, index))),
  );

const answered = ({ given, other, open }: Answers, errors: readonly ConfigError[]): Answers => ({
  given: fixed(given, errors),
  other: fixed(other, errors, otherAnswer),
  open: [...open, ...errors.flatMap(openAfter)],
});

/** Returns an answer that has the same form as the example but another value, different for each question. */
const otherAnswer = (example: string, index: number): string =>
  example
    .replace(/^10\.(\d+)\.\d+\./, "172.31.$1.")
    .replaceAll("00000000", "99999999")
    .replaceAll("NAME", `OTHER${index}`)
    .replace(/^prodnas$/, `nas-${index}`)
    .replace(/^azureNative$/, "onPremises");
