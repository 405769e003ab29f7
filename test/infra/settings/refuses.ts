import { expect, it } from "vitest";
import type { BadSetting } from "./bad/setting";
import { errorsOf } from "./configuration";

/**
 * Declares one test for each wrong setting. The test checks the error's key, text and fixes, and that no other errors
 * are reported than those with `furtherKeys`.
 */
export function refuses(settings: readonly BadSetting[]): void {
  it.each(settings)(
    "is refused if $when",
    ({ config, location, secretKeys, key, problem, fixes, edit, furtherKeys = [] }) => {
      const errors = errorsOf(config, location, secretKeys);
      expect(errors.map((error) => error.key)).toEqual([key, ...furtherKeys]);
      expect(errors[0]?.edit?.instruction).toBe(edit);
      expect(errors[0]?.problem).toContain(problem);
      expect(errors[0]?.fixes.map(({ command, asks }) => `${command} ${asks}`).join("\n")).toContain(fixes);
    },
  );
}
