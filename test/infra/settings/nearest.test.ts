import { describe, expect, it } from "vitest";
import { daysOf, nearChoice, nearFlag, nearWhole, numberOf } from "../../../infra/settings/nearest";

describe("a wrong value", () => {
  it.each([
    ["yes", [true]],
    ["ON", [true]],
    [1, [true]],
    ["no", [false]],
    ["disabled", [false]],
    [0, [false]],
    ["perhaps", []],
    [null, []],
  ])("for a setting that is true or false: %s may mean %j", (found, meant) => {
    expect(nearFlag(found)).toEqual(meant);
  });

  it.each([
    ["two", 2],
    ["thirty-five", 35],
    ["ninety", 90],
    ["64 GiB", 64],
    ["1,000", 1000],
    ["-3", -3],
    ["10.1.2.3", undefined],
    ["two hundred", undefined],
    ["many", undefined],
    [true, undefined],
  ])("for a number: %s means %s", (found, number) => {
    expect(numberOf(found)).toBe(number);
  });

  it("for a number means the nearest legal whole number", () => {
    expect([7, 10_000, 45.6, "thirty"].map(nearWhole(30, 730))).toEqual([[30], [730], [46], [30]]);
  });

  it("for a number of days may have the unit years or months", () => {
    expect([daysOf("2 years"), daysOf("6 months"), daysOf("30 days")]).toEqual([730.5, 180, 30]);
  });

  it.each([
    ["AzureNative", "azureNative"],
    ["on-premises", "onPremises"],
    ["azure", "azureNative"],
    ["onPremisse", "onPremises"],
    ["cloud", undefined],
  ])("for a choice, %s, means %s", (found, meant) => {
    expect(nearChoice(["onPremises", "azureNative"])(found)[0]).toBe(meant);
  });
});
