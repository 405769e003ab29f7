import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cloudOf } from "../../components/cloud";
import { PROJECT } from "../exampleStacks";

describe("a cloud", () => {
  const declared = readFileSync(join(PROJECT, "node_modules/@pulumi/azure-native/config/vars.d.ts"), "utf8");
  const named = /Cloud Environment which should be used\. Possible values are (\w+), (\w+), and (\w+)\./.exec(declared);
  const environments = named?.slice(1) ?? [];

  it("is known for each environment name that the provider accepts", () => {
    expect(environments).toEqual(["public", "usgovernment", "china"]);
    expect(environments.map((environment) => cloudOf(environment).azcmagentName)).toEqual([
      "AzureCloud",
      "AzureUSGovernment",
      "AzureChinaCloud",
    ]);
  });

  it("has its own endpoints", () => {
    const endpoints = environments.map(cloudOf).flatMap(({ resourceManager, portal }) => [resourceManager, portal]);
    expect(new Set(endpoints).size).toBe(6);
  });

  it("is the public cloud if no environment is named", () => {
    expect(cloudOf("")).toBe(cloudOf("public"));
  });
});
