import { expect, it } from "vitest";
import { NOT_RUN, plannedFor } from "./needs";

const missing = { isHere: false, remedy: "it needs root: sudo npm test" };

it("a test whose requirement is met runs under its own name, even in CI", () => {
  for (const isCi of [true, false])
    expect(plannedFor({ ...missing, isHere: true }, "counts", isCi)).toEqual({ isSkipped: false, name: "counts" });
});

it("a test whose requirement is not met is skipped with a note in its name, but in CI it runs and fails", () => {
  const name = `counts (${NOT_RUN} it needs root: sudo npm test)`;
  expect(plannedFor(missing, "counts", false)).toEqual({ isSkipped: true, name });
  expect(plannedFor(missing, "counts", true)).toEqual({ isSkipped: false, name: "counts" });
});
