import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed, givenOf, type RawConfig } from "../../../infra/settings/given";
import { type Change, type ConfigError, type Path, pathOf } from "../../../infra/settings/messages";
import { validate } from "../../../infra/settings/validate";
import { stackConfig } from "../../exampleStacks";
import { validSettings } from "../../graph/validSettings";
import { pathsOf, type Spoil, spoiled } from "./spoiled";

type Config = Record<string, unknown>;

const errorsOf = (raw: RawConfig): readonly ConfigError[] => {
  const result = validate(raw);
  return "errors" in result ? result.errors : [];
};
const rawOf = (settings: Config, isSecret = false): RawConfig => {
  const { project, values } = stackConfig(settings);
  return { project, values, secretKeys: isSecret ? [`${project}:secrets`] : [] };
};

const valueAt = (settings: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, name) => (part === undefined ? undefined : Reflect.get(Object(part), name)), settings);

/**
 * Applies all printed fixes once. If a fix asks for a value, the answer is the value in the correct settings. If the
 * correct settings have no value at the path, for example because they use another kind of network, the whole top-level
 * setting is copied from them. If the correct settings lack that setting too, the example is the answer.
 */
function fixed(wrong: Config, right: Config): RawConfig {
  const byHand = new Set<string>();
  const answer = (change: Change): Change => {
    const value = valueAt(right, change.path);
    // The correct settings have no value here, or the same value as the wrong ones. The answer is then the example.
    if (value === undefined || value === valueAt(wrong, change.path)) {
      if (value === undefined && right[String(change.path[0])] !== undefined) byHand.add(String(change.path[0]));
      return "value" in change ? { ...change, value: String(change.value).replace(/^10\.90\./, FREE) } : change;
    }
    return {
      ...change,
      value: typeof value === "number" || typeof value === "boolean" ? value : String(value),
    };
  };
  const changes = errorsOf(rawOf(wrong)).flatMap(({ key, fixes, edit }): Change[] => {
    if (edit !== undefined) return [edit.change];
    if (fixes.length === 0) return [answer({ path: pathOf(key) })];
    return fixes.map(({ asks, change }) => (asks === undefined ? change : answer(change)));
  });
  const { values, secretKeys } = changed(givenOf(rawOf(wrong)), changes);
  const settings = { ...values, ...Object.fromEntries([...byHand].map((key) => [key, right[key]])) };
  return rawOf(settings, secretKeys.has("secrets"));
}

/** An address prefix that no generated cluster or network uses. */
const FREE = "192.168.";

const ODD = [
  ...["", "word", "yes", "no", "OFF", "two", "thirty", "7", "100000", "10.1.2.3", "10.1.2.0/24", "AzureNative"],
  ...[0, 1, 7, -1, 2.5, 100_000, true, false, null, [], {}, ["word"], [""], { a: 1 }, [{}], "x".repeat(2000), "a\nb"],
];

/** Returns the name with one letter missing or one letter too many. */
const misspell = (name: string): string => (name.length > 5 ? name.slice(0, -2) + name.slice(-1) : `${name}s`);

/**
 * All paths except those of the list of clusters and of a whole cluster. Which other settings are required depends on
 * where a cluster runs, and without the cluster that is unknown.
 */
const paths = pathsOf().filter((path) => !/^clusters(,0)?$/.test(path.join()));

const spoil: fc.Arbitrary<Spoil> = fc.record({
  path: fc.constantFrom(...paths),
  put: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ODD).map((value) => ({ value })) },
    { weight: 1, arbitrary: fc.constant({ name: misspell }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
});

describe("the errors in wrong settings", () => {
  it("are all reported at once: after the printed fixes, no error is left", () => {
    fc.assert(
      fc.property(validSettings, fc.array(spoil, { minLength: 1, maxLength: 4 }), (settings, spoils) => {
        const right: Config = structuredClone(settings);
        const wrong = spoils.reduce(spoiled, right);
        const left = errorsOf(fixed(wrong, right));
        expect(left.map(({ key, problem }) => `${key}: ${problem}`)).toEqual([]);
      }),
      { numRuns: Number(process.env.SPOILED_RUNS ?? 300), seed: 3 },
    );
    // The test takes seconds on an idle machine and minutes on a busy one.
  }, 180_000);
});
