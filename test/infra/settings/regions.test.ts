import { describe, expect, it } from "vitest";
import { isRegionName, nearestRegion, REGIONS, regionName } from "../../../infra/settings/regions";

describe("a region", () => {
  it.each([
    ["West Europe", "westeurope"],
    ["USGov Virginia", "usgovvirginia"],
    ["eastus2", "eastus2"],
  ])("that is given as %s is stored as %s", (given, stored) => {
    expect(regionName(given)).toBe(stored);
    expect(REGIONS).toContain(stored);
  });

  it.each([
    ["west_europe!", "westeurope"],
    ["westeurop", "westeurope"],
    ["atlantis", undefined],
  ])("with the wrong name %s means %s", (given, meant) => {
    expect(nearestRegion(given)).toBe(meant);
  });

  it("has a name of lower-case letters and digits that begins with a letter", () => {
    expect(REGIONS.filter((region) => !isRegionName(region))).toEqual([]);
    expect(["", "west_europe", "1west"].filter(isRegionName)).toEqual([]);
  });
});
