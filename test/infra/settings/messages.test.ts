import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf, pathOf } from "../../../infra/settings/messages";

const name = fc.oneof(
  fc.stringMatching(/^[\w-]{1,12}$/),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes("\\")),
);

describe("the key of a path", () => {
  it("gives the path back, whatever its names hold", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("clusters", "tags", "forwarder"),
        fc.array(fc.oneof(name, fc.nat(99)), { maxLength: 5 }),
        (top, rest) => {
          expect(pathOf(keyOf([top, ...rest]))).toEqual([top, ...rest]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
