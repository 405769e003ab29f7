import { describe, expect, it } from "vitest";
import { PROGRAMS } from "../../setup/programs.mjs";

describe("the table of programs", () => {
  it("names each program and each command once", () => {
    for (const names of [PROGRAMS.map(({ name }) => name), PROGRAMS.flatMap(({ commands }) => commands)])
      expect([...new Set(names)]).toEqual(names);
  });
});
