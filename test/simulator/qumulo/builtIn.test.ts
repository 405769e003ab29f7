import { expect, it } from "vitest";
import { readSamples } from "../../../simulator/qumulo/builtIn";

it("samples.txt has 66 samples, of which rehearsals send more than 40", () => {
  const samples = readSamples();
  expect(samples).toHaveLength(66);
  expect(samples.filter(({ form }) => form === "line" || form === "body").length).toBeGreaterThan(40);
});
