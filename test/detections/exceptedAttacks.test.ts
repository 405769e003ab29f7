import { describe, expect, it } from "vitest";
import { catalogue } from "../../components/detections/catalogue";
import type { Exception } from "../../components/detections/exceptions";
import { rules } from "../../components/detections/rules";
import type { Alert } from "../../simulator/replay/replay";
import { asCase, SETTINGS } from "../components/detections/replayed";
import { exceptedAttacks, type Variant, variantsOf } from "./exceptedAttacks";
import { parsedAlerts } from "./parsedReplay";

const ALL = catalogue.map(({ id }) => id);

/** Mistakes in an exception: one of its properties is dropped, or the whole exception. */
const MISTAKES: readonly {
  readonly name: string;
  readonly of?: keyof Exception;
  readonly mistake: (exception: Exception) => readonly Exception[];
}[] = [
  { name: "has no user", of: "user", mistake: ({ user: _, ...rest }) => [rest] },
  { name: "has no client", of: "client", mistake: ({ client: _, ...rest }) => [rest] },
  { name: "has no path", of: "path", mistake: ({ path: _, ...rest }) => [rest] },
  { name: "has no end", of: "until", mistake: ({ until: _, ...rest }) => [rest] },
  { name: "is for all detections", of: "detections", mistake: (one) => [{ ...one, detections: ALL }] },
  { name: "is missing", mistake: () => [] },
];

const attacks = exceptedAttacks();

it("all detections but five allow exceptions and are tested here", () => {
  const tested = attacks.map(({ id }) => id);
  const refused = ["ransomName", "honeyPath", "auditChanged", "protectionWeakened", "unknownSender"];
  expect(ALL.filter((id) => !tested.includes(id))).toEqual(refused);
});

describe.each(attacks)("$id ($rule.name)", { timeout: 300_000 }, (excepted) => {
  const { rule, attack } = excepted;
  const variants = variantsOf(excepted);
  const known = new Map<string, Alert[]>();

  /** Returns the alerts that the rule raises for an attack with the given exceptions. */
  function alertsWith({ name, events }: Variant, exceptions: readonly Exception[]): Alert[] {
    const key = JSON.stringify([name, exceptions]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const changed = rules({ ...SETTINGS, exceptions }).find((one) => one.name === rule.name);
    if (changed === undefined) throw new Error(`there is no rule ${rule.name}`);
    const alerts = parsedAlerts(changed, events);
    known.set(key, alerts);
    return alerts;
  }

  /** Every exception with its attack. */
  const trials = variants.flatMap((variant) => variant.declared.map((one) => ({ ...one, variant })));

  /** Whether the rule raises the right alerts with `exceptions`: none for a matching exception, or else all. */
  const isRight = ({ variant, differs }: (typeof trials)[number], exceptions: readonly Exception[]): boolean =>
    JSON.stringify(alertsWith(variant, exceptions)) ===
    JSON.stringify(differs === undefined ? [] : alertsWith(variant, []));

  it("fires for the attack in each format if there is no exception", () => {
    const counts = attack.alerts.map((alert) => alert.at(-1));
    for (const variant of variants)
      expect([variant.name, ...alertsWith(variant, []).map(({ count }) => count)]).toEqual([variant.name, ...counts]);
    expect(variants.slice(0, 1).map((variant) => asCase(alertsWith(variant, [])))).toEqual([attack.alerts]);
  });

  it("is silenced by each exception that matches the attack, and by no other exception", () => {
    const wrong = trials.filter((trial) => !isRight(trial, [trial.exception]));
    expect(wrong.map(({ variant, what, differs }) => [variant.name, what, differs ?? "does not silence it"])).toEqual(
      [],
    );
  });

  it.each(MISTAKES)("raises other alerts if an exception $name", ({ of, mistake }) => {
    // The exceptions that differ in the dropped property are tried first: without it, they match the attack.
    const ordered = [...trials].sort((a, b) => Number(b.differs === of) - Number(a.differs === of));
    expect(ordered.some((trial) => !isRight(trial, mistake(trial.exception)))).toBe(true);
  });
});
