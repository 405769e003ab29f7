import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStackConfig } from "../../rehearsal/engine/stackConfig";
import { PROJECT } from "../exampleStacks";

describe("a stack's file", () => {
  it("is read with the defaults of the project, and never decrypted", () => {
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

  it("that does not exist is named", () => {
    expect(() => readStackConfig(PROJECT, "nowhere")).toThrow(/no stack 'nowhere'.*Pulumi\.nowhere\.yaml/);
  });
});
