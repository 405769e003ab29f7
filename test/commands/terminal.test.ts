import { describe, expect, it } from "vitest";
import { terminalWidth } from "../../commands/terminal";

describe("the width of a terminal", () => {
  it("is the one that the terminal reports, or else COLUMNS, or else 80, and never 0", () => {
    expect(terminalWidth(132, "100")).toBe(132);
    expect(terminalWidth(undefined, "100")).toBe(100);
    expect(terminalWidth(0, "100")).toBe(100);
    for (const unknown of ["0", "-3", "wide", "", undefined]) expect(terminalWidth(0, unknown)).toBe(80);
  });
});
