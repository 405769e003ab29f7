import { describe, expect, it } from "vitest";
import { z } from "zod";
import { settingsKeys, wholeSchema } from "../../../infra/settings/schema";
import { hintAt, schemaAt } from "../../../infra/settings/schemaPaths";
import { allSettings, DOCUMENTS, documentText, exampleOf } from "../../settingsDocument";
import { schema } from "./bad/schema";
import { refuses } from "./refuses";

/**
 * Settings whose example is not a legal value. An SSH key's example only shows the form of a key, because every legal
 * key would be somebody else's.
 */
const NO_LEGAL_EXAMPLE = ["forwarder.sshPublicKey"];

describe("a setting", () => {
  refuses(schema);

  it.each(allSettings())("has a description and a legal example: $key", (setting) => {
    expect(hintAt(wholeSchema, setting.path, "description")).toMatch(/^[A-Z`].*\.$/);
    const its = schemaAt(wholeSchema, setting.valuePath);
    if (its === undefined) throw new Error(`${setting.key} has no schema`);
    const example = exampleOf(setting);
    expect(z.safeParse(its, example).success, String(example)).toBe(!NO_LEGAL_EXAMPLE.includes(setting.key));
    expect(example).not.toBe(hintAt(wholeSchema, setting.path, "default"));
  });

  it.each(settingsKeys)("at the top level has a description: %s", (key) => {
    expect(hintAt(wholeSchema, [key], "description")).toMatch(/^[A-Z].*\.$/);
  });
});

describe("a generated document", () => {
  it.each(DOCUMENTS)("is up to date; if it is not, run npm run docs: %s", (file, render) => {
    expect(render(documentText(file))).toBe(documentText(file));
  });
});
