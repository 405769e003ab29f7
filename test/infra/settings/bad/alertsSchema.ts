import type { BadSetting } from "./setting";

/** Wrong settings that alertsSchema.ts must refuse. */
export const alertsSchema: readonly BadSetting[] = [
  {
    when: "a recipient is not an e-mail address",
    config: { alerts: { high: { emails: ["night shift"] } } },
    key: "alerts.high.emails[0]",
    problem: "is not an e-mail address",
    fixes: "night-shift@example.com",
  },
  {
    when: "a recipient is given twice",
    config: { alerts: { high: { emails: ["a@example.com", "A@example.com"] } } },
    key: "alerts.high.emails[1]",
    problem: "given twice",
    fixes: "config rm",
  },
  {
    when: "a severity has no recipient",
    config: { alerts: { high: { emails: ["a@example.com"] }, low: { emails: [] } } },
    key: "alerts.low",
    problem: "nobody would get these alerts",
    fixes: "config rm --path alerts.low",
  },
];
