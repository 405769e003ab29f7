import { describe, expect, it } from "vitest";
import { daysOf, nearChoice, nearFlag, nearWhole, numberOf } from "../../../infra/settings/nearest";

describe("the meaning of a wrong value", () => {
  it.each([
    ["yes", [true]],
    ["ON", [true]],
    [1, [true]],
    ["no", [false]],
    ["disabled", [false]],
    [0, [false]],
    ["perhaps", []],
    [null, []],
  ])("of a switch: %s", (found, meant) => {
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
  ])("of a number: %s", (found, number) => {
    expect(numberOf(found)).toBe(number);
  });

  it("of a number is never beyond what is legal", () => {
    expect([7, 10_000, 45.6, "thirty"].map(nearWhole(30, 730))).toEqual([[30], [730], [46], [30]]);
  });

  it("of days counts years and months", () => {
    expect([daysOf("2 years"), daysOf("6 months"), daysOf("30 days")]).toEqual([730.5, 180, 30]);
  });

  it.each([
    ["AzureNative", "azureNative"],
    ["on-premises", "onPremises"],
    ["azure", "azureNative"],
    ["onPremisse", "onPremises"],
    ["cloud", undefined],
  ])("of a choice: %s", (found, meant) => {
    expect(nearChoice(["onPremises", "azureNative"])(found)[0]).toBe(meant);
  });
});
