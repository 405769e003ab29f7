import { expect, it } from "vitest";
import { NOT_RUN, plannedFor } from "./needs";

const missing = { isHere: false, remedy: "it needs root: sudo npm test" };

it("a test whose need is met runs under its name, also in CI", () => {
  for (const isCi of [true, false])
    expect(plannedFor({ ...missing, isHere: true }, "counts", isCi)).toEqual({ isSkipped: false, name: "counts" });
});

it("a test whose need is not met says so in its name; in CI it runs and fails", () => {
  const name = `counts (${NOT_RUN} it needs root: sudo npm test)`;
  expect(plannedFor(missing, "counts", false)).toEqual({ isSkipped: true, name });
  expect(plannedFor(missing, "counts", true)).toEqual({ isSkipped: false, name: "counts" });
});
