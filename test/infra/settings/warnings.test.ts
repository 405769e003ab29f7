import { describe, expect, it } from "vitest";
import { REGIONS } from "../../../infra/settings/regions";
import { validate } from "../../../infra/settings/validate";
import { warningsOf } from "../../../infra/settings/warnings";
import { graphOf, stackConfig } from "../../exampleStacks";
import { good } from "./bad/setting";

const warningsIn = (location: string): string[] => {
  const result = validate(stackConfig({ ...good, "azure-native:location": location }));
  return "settings" in result
    ? warningsOf(result.settings, new Date()).filter((text) => text.includes("location"))
    : ["refused"];
};

describe("a region", () => {
  it.each([...REGIONS, "West Europe", "US Gov Virginia"])("that is known causes no warning: %s", (region) => {
    expect(warningsIn(region)).toEqual([]);
  });

  it("that differs from a known one in one letter is accepted, with a warning that names the known one and the command that sets it", () => {
    expect(warningsIn("westeurop")).toEqual([
      "azure-native:location is westeurop, which is not a known region. If the region is new, nothing is wrong. Did you mean westeurope? pulumi config set azure-native:location westeurope",
    ]);
  });

  it("that is similar to no known one is accepted, with a warning", () => {
    expect(warningsIn("atlantisnorthwest7")).toEqual([
      "azure-native:location is atlantisnorthwest7, which is not a known region. If the region is new, nothing is wrong.",
    ]);
  });
});

describe("a stack's warnings", () => {
  const warnings = async (stack: Parameters<typeof graphOf>[0]) =>
    (await graphOf(stack)).log
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message)
      .join("\n");

  it("name the sample key, which must be replaced", async () => {
    expect(await warnings("dev")).toContain("forwarder.sshPublicKey is the sample key");
    expect(await warnings("prod")).toContain("forwarder.sshPublicKey is the sample key");
  });

  it("name what destroy would delete, and the risk of a single machine", async () => {
    const text = await warnings("dev");
    expect(text).toContain("workspace.deleteOnDestroy");
    expect(text).toContain("forwarder.count is 1");
    expect(await warnings("prod")).not.toContain("deleteOnDestroy");
  });
});
