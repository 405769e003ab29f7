import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validate } from "../../infra/settings/validate";
import { stackConfig } from "../exampleStacks";
import { validSettings } from "./validSettings";
import { checkWholeGraphs } from "./wholeGraphs";

describe("any settings that are right", () => {
  it("pass the checks", () => {
    fc.assert(
      fc.property(validSettings, (settings) => {
        const result = validate(stackConfig(settings));
        expect("errors" in result ? result.errors : []).toEqual([]);
      }),
      // Smaller counterexamples are looked for until the time is over.
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  });

  it("make a whole graph without a public way in", () => checkWholeGraphs(10), 60_000);
});
