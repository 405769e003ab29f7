import type { BadSetting } from "./setting";

const window = (id: string, value: unknown) => ({ detections: { rules: { [id]: { window: value } } } });

/** Wrong settings that durations.ts must refuse. */
export const durations: readonly BadSetting[] = [
  {
    when: "a duration has no unit",
    config: window("massDelete", 10),
    key: "detections.rules.massDelete.window",
    problem: "'10' is not a duration such as 10m",
    fixes: "window 10m",
  },
  {
    when: "a duration is in words",
    config: window("massDelete", "2 hours"),
    key: "detections.rules.massDelete.window",
    problem: "is not a duration",
    fixes: "window 2h",
  },
  {
    when: "a window and the query's history are longer than the two days that a rule can read",
    config: window("massRead", "2d"),
    key: "detections.rules.massRead.window",
    problem: "Azure lets an alert rule read only two days",
    fixes: "window 19h",
  },
];
