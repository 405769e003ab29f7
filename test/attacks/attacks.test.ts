import { afterAll, describe, expect, it } from "vitest";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { stacks } from "../exampleStacks";
import { ACCEPTED, type Kind, type Outcome, table } from "./attack";
import { tryFields } from "./fields";
import { FILTER_STACK, tryFilters } from "./filters";
import { type Forwarder, startForwarder } from "./forwarder";
import { tryBytes } from "./runBytes";
import { trySessions } from "./sessions";
import { SETTINGS_STACK, trySettings } from "./settings";

const outcomes: Outcome[] = [];

/**
 * Defines a test for all attacks of a kind. It fails if an attack succeeds that ACCEPTED does not list, or if an attack that
 * ACCEPTED lists does not succeed.
 */
function attacks(kind: Kind, least: number, carryOut: () => Promise<Outcome[]>): void {
  it(kind, async () => {
    const done = await carryOut();
    outcomes.push(...done);
    expect(done.map(({ attack }) => attack).filter((attack, at, all) => all.indexOf(attack) < at)).toEqual([]);
    expect(done.length).toBeGreaterThanOrEqual(least);
    const isExpected = ({ attack, broken }: Outcome) => (broken !== undefined) === attack in ACCEPTED;
    const wrong = done.filter((outcome) => !isExpected(outcome));
    expect(wrong.map(({ attack, broken = "is accepted, but does not succeed" }) => `${attack}: ${broken}`)).toEqual([]);
  });
}

async function onForwarder(
  stack: StackConfig,
  carryOut: (forwarder: Forwarder) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const forwarder = await startForwarder(stack);
  try {
    return await carryOut(forwarder);
  } finally {
    await forwarder.stop();
  }
}

describe("the forwarder withstands all attacks except the accepted ones:", () => {
  attacks("bytes over TCP", 150, () => onForwarder(stacks.dev, tryBytes));
  attacks("forged fields", 130, () => onForwarder(stacks.dev, tryFields));
  attacks("filters", 100, () => onForwarder(FILTER_STACK, tryFilters));
  attacks("settings", 150, () => onForwarder(SETTINGS_STACK, trySettings));
  attacks("sessions", 20, () => onForwarder(stacks.dev, trySessions));

  it("the list of accepted attacks contains only attacks that were tried", () => {
    expect(Object.keys(ACCEPTED).filter((name) => !outcomes.some(({ attack }) => attack === name))).toEqual([]);
  });

  afterAll(() => console.log(table(outcomes).join("\n")));
});
