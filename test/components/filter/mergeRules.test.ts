import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKept } from "../../../components/filter/isKept";
import { mergedRules } from "../../../components/filter/mergeRules";
import type { FilterRule } from "../../../components/filter/noiseFilter";

const values = (list: readonly string[]) => fc.subarray([...list], { minLength: 1 });
const rule: fc.Arbitrary<FilterRule> = fc
  .record(
    {
      operations: values(["fs_read_data", "fs_write_data", "fs_delete"]),
      protocols: values(["nfsv3", "smb2"]),
      users: values(["ad\\ann", "AD\\Ann", "Öz"]),
      clientCidrs: values(["10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/24", "0.0.0.0/1", "128.0.0.0/1", "0.0.0.0/0"]),
      pathPrefixes: values(["/a/", "/b/"]),
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);
const rules = fc.array(rule, { maxLength: 6 });
const line = fc
  .record({
    client: fc.constantFrom("10.0.0.1", "10.0.0.200", "10.0.1.9", "10.0.2.1", "200.1.1.1", "fd00::1"),
    user: fc.constantFrom("AD\\ann", "öz", "Öz", "bob"),
    protocol: fc.constantFrom("nfsv3", "smb2", "api"),
    operation: fc.constantFrom("fs_read_data", "fs_write_data", "fs_delete", "fs_new_one"),
    status: fc.constantFrom("ok", "access_denied_error"),
    path: fc.constantFrom("/a/x", "/b/y", "/c/z"),
  })
  .map(
    (event) =>
      `${event.client},"${event.user}",${event.protocol},${event.operation},${event.status},1,"${event.path}",""`,
  );

describe("merged rules", () => {
  it("keep and drop the same events as the original rules, and are at most as many", () => {
    fc.assert(
      fc.property(rules, rules, fc.array(line, { minLength: 20, maxLength: 20 }), (include, exclude, lines) => {
        const [fewerKept, fewerDropped] = [mergedRules(include), mergedRules(exclude)];
        expect(fewerKept.length).toBeLessThanOrEqual(include.length);
        expect(fewerDropped.length).toBeLessThanOrEqual(exclude.length);
        for (const preset of ["everything", "changesOnly"] as const)
          for (const one of lines)
            expect(isKept({ keep: preset, include: fewerKept, exclude: fewerDropped }, one)).toBe(
              isKept({ keep: preset, include, exclude }, one),
            );
      }),
      { numRuns: 300 },
    );
  });

  it("become one rule if they are equal, differ in only one list, or one includes the other", () => {
    expect(
      mergedRules([
        { users: ["b", "a"], pathPrefixes: ["/x/"] },
        { pathPrefixes: ["/x/"], users: ["a", "b"] },
        { users: ["c"], pathPrefixes: ["/x/"] },
        { clientCidrs: ["10.0.0.0/25"], operations: ["fs_delete"] },
        { clientCidrs: ["10.0.0.128/25"], operations: ["fs_delete"] },
      ]),
    ).toEqual([
      { users: ["a", "b", "c"], pathPrefixes: ["/x/"] },
      { operations: ["fs_delete"], clientCidrs: ["10.0.0.0/24"] },
    ]);
    expect(mergedRules([{ users: ["a"] }, { users: ["a"], protocols: ["nfsv3"] }])).toEqual([{ users: ["a"] }]);
  });
});
