import { describe, expect, it } from "vitest";
import { REGIONS } from "../../../infra/settings/regions";
import { validate } from "../../../infra/settings/validate";
import { warningsOf } from "../../../infra/settings/warnings";
import { stackConfig } from "../../exampleStacks";
import { good } from "./badSettings";

const warningsIn = (location: string): string[] => {
  const result = validate(stackConfig({ ...good, "azure-native:location": location }));
  return "settings" in result ? warningsOf(result.settings).filter((text) => text.includes("location")) : ["refused"];
};

describe("a region", () => {
  it.each([...REGIONS, "West Europe", "US Gov Virginia"])("that is known brings no warning: %s", (region) => {
    expect(warningsIn(region)).toEqual([]);
  });

  it("that is a letter away from a known one is taken, with a warning that names that one and its command", () => {
    expect(warningsIn("westeurop")).toEqual([
      "azure-native:location is westeurop, a region that is not known here. If it is new, nothing is wrong. Did you mean westeurope? pulumi config set azure-native:location westeurope",
    ]);
  });

  it("that is like none is taken, with a warning", () => {
    expect(warningsIn("atlantisnorthwest7")).toEqual([
      "azure-native:location is atlantisnorthwest7, a region that is not known here. If it is new, nothing is wrong.",
    ]);
  });
});
