import { describe, expect, it } from "vitest";
import { catalogue } from "../../components/detections/catalogue";
import type { Detection } from "../../components/detections/detection";
import type { ReplayCase } from "../../components/detections/replayCase";
import { replayCases } from "../../components/detections/replayCases";
import { ALL_RULES, alertsOf } from "../components/detections/replayed";

/** Returns the smallest attack that fires a detection, with the rule that it fires. */
function attackOn({ id }: Detection) {
  const attacks = ALL_RULES.flatMap((rule) =>
    replayCases
      .filter(({ alerts, rule: name }) => name === rule.name && alerts.length > 0)
      .filter(({ alerts }) => rule.detections.length === 1 || alerts.every((alert) => alert.includes(id)))
      .map((attack) => ({ rule, attack }))
      .filter(() => rule.detections.some((one) => one.id === id)),
  );
  const [smallest] = attacks.sort((a, b) => a.attack.events.length - b.attack.events.length);
  if (smallest === undefined) throw new Error(`no case fires ${id}`);
  return smallest;
}

/** Returns a case without the successful events of some operations, as a filter drops them. */
const without = (attack: ReplayCase, beginnings: readonly string[]): ReplayCase => ({
  ...attack,
  events: attack.events.filter(
    ({ operation = "fs_read_data", status = "ok" }) =>
      status !== "ok" || !beginnings.some((beginning) => operation.replace(/^begin_/, "").startsWith(beginning)),
  ),
});

describe("a detection", () => {
  it.each(catalogue.filter(({ needs }) => needs.length > 0))(
    "does not fire without the operations that it needs: $id",
    (detection) => {
      const { rule, attack } = attackOn(detection);
      expect(alertsOf(rule, attack)).not.toEqual([]);
      for (const group of detection.needs) {
        const rest = without(attack, group);
        expect(rest.events.length).toBeLessThan(attack.events.length);
        if (rest.events.length > 0) expect(alertsOf(rule, rest)).toEqual([]);
      }
    },
  );
});
