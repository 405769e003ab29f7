import { expect, it } from "vitest";
import { isTotalRetention } from "../../../components/workspace/retention";

it("total retention above two years must be a number of years", () => {
  expect([3, 4, 400, 730, 731, 1095, 2556, 4383, 4384, 1095.5].map(isTotalRetention)).toEqual([
    false,
    true,
    true,
    true,
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
});
