import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { givenOf } from "../../../infra/settings/given";
import { PROVIDER_KEYS, RENAMED, unknownKeys } from "../../../infra/settings/unknownKeys";
import { PROJECT, stackConfig } from "../../exampleStacks";
import { unknownKeys as wrong } from "./bad/unknownKeys";
import { refuses } from "./refuses";

const unknownIn = (settings: Record<string, unknown>): string[] =>
  unknownKeys(givenOf(stackConfig(settings))).map(({ key }) => key);

describe("a key", () => refuses(wrong));

describe("a key in another namespace", () => {
  it("is no error if it belongs to the provider", () => {
    const declared = readFileSync(join(PROJECT, "node_modules/@pulumi/azure-native/config/vars.d.ts"), "utf8");
    const keys = [...declared.matchAll(/export declare const (\w+)/g)].map(([, key = ""]) => key);
    expect(PROVIDER_KEYS).toEqual(keys);
    expect(unknownIn(Object.fromEntries(keys.map((key) => [`azure-native:${key}`, "x"])))).toEqual([]);
  });

  it.each(["pulumi:tags", "azure:location", "azuread:tenantId", "aws:region", "random:x", "elsewhere:token"])(
    "is no error if its namespace is not similar to a known one: %s",
    (key) => {
      expect(unknownIn({ [key]: "x" })).toEqual([]);
    },
  );

  it.each(["qumulo-audt:contact", "qumulo_audit:contact", "Qumulo-Audit:contact", "azure-naive:location"])(
    "is an error if its namespace is similar to a known one: %s",
    (key) => {
      expect(unknownIn({ [key]: "x" })).toEqual([key]);
    },
  );
});

describe("a setting that was renamed", () => {
  it.each(Object.entries(RENAMED))("has a test with its former key: %s", (former, { name }) => {
    const tried = wrong.filter(({ key }) => key.replaceAll(/\[\d+\]/g, "[]") === former);
    expect(tried.map(({ problem }) => problem)).toContain(`is called ${name} now.`);
  });
});
