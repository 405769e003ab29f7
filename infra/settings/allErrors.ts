import { changed, type Given } from "./given";
import { type Inspected, inspect, tooMuch } from "./inspect";
import { type Change, type ConfigError, inOrder, MOST_ERRORS, type Path, pathOf } from "./messages";

/** Most looks at a configuration: one for wrong names, one for values, and some for what values mean to each other. */
const MOST_ROUNDS = 8;

/**
 * All mistakes that can be seen now, also those that stand behind others: what is printed is done in memory, and looked at
 * again. Where a command asks a person, two different answers are tried, and a mistake counts that is there with both.
 */
export function allErrors(given: Given, first: Inspected): readonly ConfigError[] {
  const all = new Map<string, ConfigError>();
  let [current, seen]: [Answers, Inspected] = [{ given, other: given, open: [] }, first];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const other = new Set((current.open.length === 0 ? seen : inspect(current.other)).errors.map(sameAs));
    const found = firstOfEach(
      seen.errors.filter(
        (mistake) => !all.has(sameAs(mistake)) && other.has(sameAs(mistake)) && !isAbout(mistake.key, current.open),
      ),
    );
    if (found.length === 0) break;
    const settled = inOrder(settle(current.given, found));
    for (const mistake of settled) all.set(sameAs(mistake), mistake);
    // A message shows no more than these, and what stands behind them waits.
    if (all.size > MOST_ERRORS) return [...all.values()];
    current = answered(current, settled);
    seen = inspect(current.given);
  }
  const both = [current.given, current.other].map((one) => tooMuch(inspect(one)));
  const tooLong = (both[0] ?? []).filter(({ key }) => both[1]?.some((mistake) => mistake.key === key));
  return [...all.values(), ...tooLong];
}

/** A configuration after what was printed, with two answers to each question. */
interface Answers {
  readonly given: Given;
  readonly other: Given;
  /** Paths whose value is not known. */
  readonly open: readonly Path[];
}

/** One text for a mistake, so that many can be compared. */
const sameAs = ({ key, problem }: ConfigError): string => `${key}\n${problem}`;

/** One mistake for each key: two commands for one value would undo each other. What is left of a second shows later. */
const firstOfEach = (mistakes: readonly ConfigError[]): readonly ConfigError[] =>
  [...new Map(mistakes.toReversed().map((mistake) => [mistake.key, mistake])).values()].toReversed();

/** Whether a key is one of the paths, or lies below one. */
const isAbout = (key: string, open: readonly Path[]): boolean => {
  const path = pathOf(key);
  return open.some((one) => one.every((part, index) => part === path[index]));
};

/** Gives each mistake the first of its commands that brings about no other mistake. */
function settle(given: Given, mistakes: readonly ConfigError[]): readonly ConfigError[] {
  const wrongAfter = (some: readonly ConfigError[]): number => inspect(mended(given, inOrder(some))).errors.length;
  let settled = mistakes;
  let least = mistakes.some(({ otherwise = [] }) => otherwise.length > 0) ? wrongAfter(settled) : 0;
  for (const [index, { otherwise = [] }] of mistakes.slice(0, MOST_ERRORS).entries()) {
    for (const fixes of otherwise) {
      if (least === 0) return settled;
      const tried = settled.map((mistake, at) => (at === index ? { ...mistake, fixes: fixes } : mistake));
      const wrong = wrongAfter(tried);
      if (wrong < least) [settled, least] = [tried, wrong];
    }
  }
  return settled;
}

/** What is done about a mistake; what no command can fixes is taken away. */
function changesOf({ key, fixes, edit }: ConfigError, answer: (example: string) => string): readonly Change[] {
  if (edit !== undefined) return [edit.change];
  if (fixes.length === 0) return [{ path: pathOf(key) }];
  return fixes.map(({ asks, change }) => (asks === undefined ? change : { path: change.path, value: answer(asks) }));
}

/** The paths whose right value only a person knows. */
function openAfter({ key, fixes, edit }: ConfigError): readonly Path[] {
  if (edit === undefined && fixes.length === 0) return [pathOf(key)];
  return fixes.flatMap(({ asks, change }) => (asks === undefined ? [] : [change.path]));
}

const mended = (
  given: Given,
  mistakes: readonly ConfigError[],
  answer = (example: string, _index: number): string => example,
): Given =>
  changed(
    given,
    mistakes.flatMap((mistake, index) => changesOf(mistake, (example) => answer(example, index))),
  );

const answered = ({ given, other, open }: Answers, mistakes: readonly ConfigError[]): Answers => ({
  given: mended(given, mistakes),
  other: mended(other, mistakes, otherAnswer),
  open: [...open, ...mistakes.flatMap(openAfter)],
});

/** Another value of the same form, which no other question gets. */
const otherAnswer = (example: string, index: number): string =>
  example
    .replace(/^10\.(\d+)\.\d+\./, "172.31.$1.")
    .replaceAll("00000000", "99999999")
    .replaceAll("NAME", `OTHER${index}`)
    .replace(/^prodnas$/, `nas-${index}`)
    .replace(/^azureNative$/, "onPremises");
