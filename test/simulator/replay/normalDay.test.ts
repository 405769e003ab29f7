import { describe, expect, it } from "vitest";
import { normalDay, PUBLISHED_MIX } from "../../../simulator/replay/normalDay";

describe("the normal day", () => {
  const events = normalDay();

  it("has 50,000 events of one day, sorted by time, with the published share of each operation", () => {
    expect(events).toHaveLength(50_000);
    for (const [operation, count] of Object.entries(PUBLISHED_MIX))
      expect([operation, events.filter((event) => event.operation === operation).length]).toEqual([operation, count]);
    expect(events.every(({ at }, index) => at >= (events[index - 1]?.at ?? 0) && at < 24 * 3600)).toBe(true);
  });

  it("is the same for the same seed, and differs for another seed", () => {
    expect(normalDay()).toEqual(events);
    expect(normalDay(2)).not.toEqual(events);
  });

  it("is more than five times as busy at ten o'clock as at four in the morning", () => {
    const inHour = (hour: number) => events.filter(({ at }) => Math.floor(at / 3600) === hour).length;
    expect(inHour(10)).toBeGreaterThan(5 * inHour(4));
  });
});
