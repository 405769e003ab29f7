import { describe, expect, it } from "vitest";
import { MOST_RANGES_OF_A_RULE } from "../../../components/network/securityRules";
import { validate } from "../../../infra/settings/validate";
import { stackConfig } from "../../exampleStacks";
import { limits } from "./bad/limits";
import { good } from "./bad/setting";
import { refuses } from "./refuses";

/**
 * Returns ten clusters with `count` ranges in total. The ranges are not adjacent, and their text is as short as
 * possible.
 */
const clusters = (count: number) =>
  Array.from({ length: 10 }, (_, at) => ({
    name: `n${at}`,
    kind: "azureNative",
    nodeCidrs: Array.from({ length: count / 10 }, (_, index) => {
      const number = (at * count) / 10 + index;
      return `${number < 2560 ? 10 : 11}.${(number >> 4) % 160}.${(number % 16) * 2}.0/24`;
    }),
    allowPublicNodes: true,
  }));

describe("a group of settings", () => refuses(limits));

describe("user-data that is too long", () => {
  it("is reported for as many ranges as a security rule may have, but not for 1,000", () => {
    const wrong = (count: number) => {
      const result = validate(
        stackConfig({
          ...good,
          network: { addressSpace: "172.31.0.0/24", subnetPrefix: "172.31.0.0/26" },
          clusters: clusters(count),
        }),
      );
      return "errors" in result ? result.errors.map(({ key, problem }) => `${key}: ${problem}`) : [];
    };
    expect(wrong(1000)).toEqual([]);
    expect(wrong(MOST_RANGES_OF_A_RULE)).toEqual([
      expect.stringMatching(/^clusters: a machine's user-data would have .* Azure allows 65,535/),
    ]);
  });
});
