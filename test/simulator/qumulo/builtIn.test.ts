import { expect, it } from "vitest";
import { readSamples } from "../../../simulator/qumulo/builtIn";

it("the built-in messages have the published samples", () => {
  const samples = readSamples();
  expect(samples).toHaveLength(66);
  expect(samples.filter(({ form }) => form === "line" || form === "body").length).toBeGreaterThan(40);
});
