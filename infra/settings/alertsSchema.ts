import { z } from "zod";
import type { SEVERITIES } from "../../components/detections/detection";
import { check, list, text } from "./checks";
import { isEmail } from "./email";
import { shown } from "./messages";
import { webhookName } from "./secretsSchema";

const email = text("night-shift@example.com").superRefine(
  check((value) => (isEmail(value) ? undefined : { problem: `'${shown(value)}' is not an e-mail address` })),
);

const unique = check((values: readonly string[]) =>
  values.flatMap((value, at) =>
    values.findIndex((other) => other.toLowerCase() === value.toLowerCase()) < at
      ? [{ problem: "is given twice", at: [at], remove: true }]
      : [],
  ),
);

const DEFAULTS = {
  high: "none; mode alert needs at least one recipient",
  medium: "as for `high`",
  low: "as for `medium`",
} as const;

const route = (severity: (typeof SEVERITIES)[number]) =>
  z
    .strictObject({
      emails: list(email, 20)
        .superRefine(unique)
        .optional()
        .meta({
          description: `E-mail addresses for alerts of ${severity} severity.`,
          default: DEFAULTS[severity],
        }),
      webhooks: list(webhookName(), 10)
        .superRefine(unique)
        .optional()
        .meta({
          description: `Web services for alerts of ${severity} severity, by their names in \`secrets.webhooks\`.`,
          default: DEFAULTS[severity],
        }),
    })
    .superRefine(
      check(({ emails, webhooks }) =>
        (emails !== undefined || webhooks !== undefined) && (emails ?? []).length + (webhooks ?? []).length === 0
          ? { problem: "has no recipient: nobody would get these alerts", remove: true }
          : undefined,
      ),
    )
    .optional();

/** Schema for `alerts`: who gets the alerts of each severity. */
export const alertsSchema = z
  .strictObject({ high: route("high"), medium: route("medium"), low: route("low") })
  .prefault({});

/** The people and services that get alerts. */
export interface Recipients {
  readonly emails: readonly string[];
  /** Names in `secrets.webhooks`. */
  readonly webhooks: readonly string[];
}

/**
 * Returns who gets the alerts of each severity; undefined if high severity has no recipients. Another severity without
 * recipients of its own has those of the next higher one.
 */
export function recipientsOf(
  alerts: z.output<typeof alertsSchema>,
): Readonly<Record<(typeof SEVERITIES)[number], Recipients>> | undefined {
  const { high, medium, low } = alerts;
  if (high === undefined) return undefined;
  const whole = ({ emails = [], webhooks = [] }: NonNullable<typeof high>): Recipients => ({ emails, webhooks });
  const second = medium ?? high;
  return { high: whole(high), medium: whole(second), low: whole(low ?? second) };
}
