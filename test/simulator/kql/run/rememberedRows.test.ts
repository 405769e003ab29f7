import { expect, it } from "vitest";
import { RememberedRows } from "../../../../simulator/kql/run/rememberedRows";
import type { Step } from "../../../../simulator/kql/run/step";
import type { Row } from "../../../../simulator/kql/run/table";

const all: readonly Row[] = Array.from({ length: 100 }, (_, index) => [index]);

it("RememberedRows computes once each row that is in a requested range and passes the filter, and no other row", () => {
  const computed: number[] = [];
  const doubled: Step = {
    apply: ([value]) => {
      computed.push(Number(value));
      return [Number(value) * 2];
    },
    isFilter: false,
    isShared: true,
  };
  const isMultiple = (of: number): Step => ({
    apply: (row) => (Number(row[0]) % of === 0 ? row : undefined),
    isFilter: true,
    isShared: true,
  });
  const [even, third] = [isMultiple(2), isMultiple(3)];
  const remembered = new RememberedRows(all);
  expect(remembered.after([even, doubled], 10, 16)).toEqual([[20], [24], [28]]);
  expect(remembered.after([even, doubled], 12, 20)).toEqual([[24], [28], [32], [36]]);
  expect(remembered.after([even, doubled], 6, 12)).toEqual([[12], [16], [20]]);
  expect(computed).toEqual([10, 12, 14, 16, 18, 6, 8]);
  // For another filter, only the rows that the first one did not select are computed.
  expect(remembered.after([third, doubled], 6, 16)).toEqual([[12], [18], [24], [30]]);
  expect(computed.slice(7)).toEqual([9, 15]);
  expect(remembered.after([even, doubled], 90, 92)).toEqual([[180]]);
  expect(computed.slice(9)).toEqual([90]);
});
