import { describe, expect, it } from "vitest";
import { fillTemplate } from "../../components/fileTemplate";

describe("a template", () => {
  it("has its placeholders replaced, but not text in the values that looks like a placeholder", () => {
    expect(fillTemplate("a @one@ b @two@ me@example.com", { one: "@two@", two: 2 })).toBe("a @two@ b 2 me@example.com");
  });

  it("is refused if a value or a placeholder is missing", () => {
    expect(() => fillTemplate("@one@", {})).toThrow("no value for @one@");
    expect(() => fillTemplate("none", { one: 1 })).toThrow("no placeholder for one");
  });
});
