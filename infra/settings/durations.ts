import { z } from "zod";
import { minutesOf } from "../../components/detections/lookBack";
import { check } from "./checks";
import { shown } from "./messages";
import { numberOf } from "./nearest";

const HOUR = 60;
const DAY = 24 * HOUR;

/** Returns minutes as a duration in the largest unit that needs no fraction. Example: `durationText(120)` is `2h`. */
export function durationText(minutes: number): string {
  if (minutes % DAY === 0) return `${minutes / DAY}d`;
  return minutes % HOUR === 0 ? `${minutes / HOUR}h` : `${minutes}m`;
}

/** Returns the durations that a wrong value may mean. Example: `5 min` and 5 mean `5m`. */
const nearDuration =
  (longest: number) =>
  (found: unknown): readonly string[] => {
    const number = numberOf(found);
    if (number === undefined) return [];
    const unit = /^[\d\s.]*([hd])/i.exec(String(found))?.[1]?.toLowerCase() ?? "m";
    const minutes = Math.round(number) * (minutesOf(`1${unit}`) ?? 1);
    return [durationText(Math.min(Math.max(minutes, 1), longest))];
  };

/** Schema for a duration from one minute to `longest` minutes. Example: `15m`. */
export const duration = (longest: number, example: string) =>
  z
    .string()
    .superRefine(
      check((value) => {
        const minutes = minutesOf(value);
        if (minutes === undefined || minutes === 0)
          return { problem: `'${shown(value)}' is not a duration such as ${example}: a number with m, h or d` };
        if (minutes <= longest) return undefined;
        return {
          problem: `${value} is longer than ${durationText(longest)}: Azure lets an alert rule read only two days, and the query needs the rest of them`,
          value: durationText(longest),
        };
      }),
    )
    .meta({ near: nearDuration(longest), example, others: [example], values: `1m to ${durationText(longest)}` });
