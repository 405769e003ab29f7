import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validate } from "../../infra/settings/validate";
import { stackConfig } from "../exampleStacks";
import { validSettings } from "./validSettings";
import { checkWholeGraphs } from "./wholeGraphs";

describe("any correct settings", () => {
  it("pass all checks", () => {
    fc.assert(
      fc.property(validSettings, (settings) => {
        const result = validate(stackConfig(settings));
        expect("errors" in result ? result.errors : []).toEqual([]);
      }),
      // The time limit includes the search for a smaller counterexample.
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  });

  it("produce a complete graph, in which only the clusters' nodes can connect", () => checkWholeGraphs(10), 60_000);
});
