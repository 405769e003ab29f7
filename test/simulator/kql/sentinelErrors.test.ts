import { describe, expect, it } from "vitest";
import { sentinelErrors } from "../../../simulator/kql/sentinelErrors";

const schema = { tables: { Events: "(TimeGenerated: datetime, Name: string)" } };
const HOUR = 60;
const DAY = 24 * HOUR;
const query = "Events | where Name == 'a'";

describe("a scheduled analytics rule", () => {
  it.each([
    [query, 5, 5],
    [query, 5, 2 * DAY],
    [query, HOUR, 14 * DAY],
    ["Events | union (Events | where Name == 'a')", 5, 5],
  ])("is accepted: %s every %i minutes over %i minutes", (text, everyMinutes, lookBackMinutes) => {
    expect(sentinelErrors({ query: text, everyMinutes, lookBackMinutes }, schema)).toEqual([]);
  });

  it.each([
    ["search *", 5, 5, "does not support search *"],
    ["search in (Events) *", 5, 5, "does not support search *"],
    ["union * | where Name == 'a'", 5, 5, "does not support union *"],
    ["let f = () { union * }; f() | where Name == 'a'", 5, 5, "does not support union *"],
    [`Events | where Name == "${"x".repeat(10_000)}"`, 5, 5, "from 1 to 10000 are allowed"],
    [query, 4, 5, "its interval is 4 minutes"],
    [query, HOUR, 15 * DAY, "its look-back is 21600 minutes"],
    [query, HOUR, 30, "would miss events"],
    [query, 59, 2 * DAY + 1, "at least one hour"],
    ["Nothing | where a == 1", 5, 5, "KS"],
  ])("is refused: %s every %i minutes over %i minutes", (text, everyMinutes, lookBackMinutes, error) => {
    expect(sentinelErrors({ query: text, everyMinutes, lookBackMinutes }, schema).join("\n")).toContain(error);
  });
});
