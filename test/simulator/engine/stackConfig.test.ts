import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStackConfig } from "../../../simulator/engine/stackConfig";
import { PROJECT } from "../../exampleStacks";

describe("a stack's file", () => {
  it("is read with the project's defaults, and is not decrypted", () => {
    const folder = mkdtempSync(join(tmpdir(), "qumulo-stack-"));
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: p\nconfig:\n  a: { type: object, default: {} }\n  b: { type: string, default: '' }\n",
    );
    writeFileSync(
      join(folder, "Pulumi.x.yaml"),
      "config:\n  p:a: { deep: [{ secure: v1:abc }] }\n  q:c: 7\n  p:d: { secure: v1:def }\n",
    );
    const { values, secretKeys } = readStackConfig(folder, "x");
    expect(values).toEqual({ "p:a": '{"deep":["(encrypted)"]}', "p:b": "", "q:c": "7", "p:d": "(encrypted)" });
    expect(secretKeys).toEqual(["p:a", "p:d"]);
  });

  it.each([
    ["a scalar", "just text\n", "does not contain settings below config"],
    ["a list", "- a\n", "does not contain settings below config"],
    ["a scalar below config", "config: 5\n", "does not contain settings below config"],
    [
      "nested 65 levels deep",
      `config:\n  p:a: ${"[".repeat(65)}${"]".repeat(65)}\n`,
      "is nested deeper than the 64 levels",
    ],
    [
      "nested 20,000 levels deep",
      `config:\n  p:a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`,
      "is nested deeper than the 64 levels",
    ],
    ["not YAML", "config: {\n", "is not valid YAML: "],
    [
      "a bomb of aliases",
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `${"bcdefghij"[i]}: &${"bcdefghij"[i]} [${Array(9).fill(`*${"abcdefghi"[i]}`)}]`).join("\n")}\nconfig: *j\n`,
      "is not valid YAML: ",
    ],
  ])("that is %s is refused with a one-sentence error", (_, text, says) => {
    const folder = mkdtempSync(join(tmpdir(), "qumulo-stack-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: p\n");
    writeFileSync(join(folder, "Pulumi.x.yaml"), text);
    const message = (() => {
      try {
        return JSON.stringify(readStackConfig(folder, "x"));
      } catch (error) {
        return String(error);
      }
    })();
    expect(message).toContain(says);
    expect(message.split("\n")).toHaveLength(1);
    // The parser's message continues after a colon with an excerpt of the file, which is omitted.
    expect(message).not.toMatch(/:$/);
    expect(message.length).toBeLessThan(400);
  });

  it("with unknown top-level keys is refused, with a suggestion for each", () => {
    const folder = mkdtempSync(join(tmpdir(), "qumulo-stack-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: p\n");
    const write = (text: string) => writeFileSync(join(folder, "Pulumi.x.yaml"), text);
    write("confg:\n  p:a: 1\nevents: { keep: everything }\np:forwarder: {}\nzzzzzzzz: 1\n");
    expect(() => readStackConfig(folder, "x")).toThrow(
      [
        "Pulumi.x.yaml has top-level keys that Pulumi ignores:",
        "  - confg: is not a key that Pulumi reads; did you mean config?",
        "  - events: is a setting: write it below config, as p:events",
        "  - p:forwarder: is a setting: write it below config, as p:forwarder",
        "  - zzzzzzzz: is not a key that Pulumi reads: config, encryptionsalt, secretsprovider, encryptedkey, environment are",
      ].join("\n"),
    );
    write("secretsprovider: x\nencryptedkey: x\nencryptionsalt: x\nenvironment: [x]\nconfig: { p:a: 1 }\n");
    expect(readStackConfig(folder, "x").values).toEqual({ "p:a": "1" });
  });

  it.each(["../x", "a b", "", "x".repeat(101), "é"])(
    "whose stack name Pulumi does not allow is refused: %s",
    (name) => {
      expect(() => readStackConfig(PROJECT, name)).toThrow(`'${name.slice(0, 80)}`);
      expect(() => readStackConfig(PROJECT, name)).toThrow("is not a valid stack name: Pulumi allows 1 to 100 letters");
    },
  );

  it("that does not exist is refused with the commands that create it, with and without the CLI", () => {
    expect(() => readStackConfig(PROJECT, "mine")).toThrow(
      "\n  pulumi stack init mine\nFor a rehearsal without the Pulumi CLI:\n  cp Pulumi.dev.yaml Pulumi.mine.yaml",
    );
  });

  it("that does not exist is named in the error", () => {
    expect(() => readStackConfig(PROJECT, "nowhere")).toThrow(/no stack 'nowhere'.*Pulumi\.nowhere\.yaml/);
  });
});
