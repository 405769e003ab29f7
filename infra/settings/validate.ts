import { allErrors } from "./allErrors";
import { givenOf, type RawConfig } from "./given";
import { inspect, tooMuch } from "./inspect";
import type { ConfigError } from "./messages";
import type { Settings } from "./schema";

/** Either settings that are right as a whole, or everything that is wrong. */
export type Validated = { readonly settings: Settings } | { readonly errors: readonly ConfigError[] };

/** Checks a stack's whole configuration. Pure: the same configuration gives the same answer. */
export function validate(raw: RawConfig): Validated {
  const given = givenOf(raw);
  const first = inspect(given);
  const tooLong = tooMuch(first);
  if (first.settings !== undefined && first.errors.length === 0 && tooLong.length === 0) {
    return { settings: first.settings };
  }
  return { errors: tooLong.length > 0 ? tooLong : allErrors(given, first) };
}
