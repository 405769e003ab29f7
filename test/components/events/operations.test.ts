import { describe, expect, it } from "vitest";
import { operations } from "../../../components/events/operations";
import { PARSED_COLUMNS } from "../../../components/events/parsedTable";
import { rowsByName, tableFrom } from "../../../simulator/kql/run/namedRows";
import { programFunctions, workspaceDatabase } from "../../../simulator/workspace/workspace";
import { named, operationOf, others, vendorFunctions } from "./vendorFunctions";

/** Returns, by operation name, the OperationClass and IsAdminOp that QumuloParse computes. */
function classes(names: readonly string[]): Map<string, { readonly class: unknown; readonly isAdmin: unknown }> {
  const columns = Object.entries(PARSED_COLUMNS).map(([name, type]) => ({ name, type }));
  const rows = names.map((Operation) => ({ TimeGenerated: "2026-11-23T08:00:00Z", Operation, OperationStatus: "ok" }));
  const database = workspaceDatabase(programFunctions("parsed"), { QumuloAudit_CL: tableFrom(columns, rows) });
  const query = "QumuloAudit_CL | invoke QumuloParse() | project Operation, OperationClass, IsAdminOp";
  return new Map(
    rowsByName(database.run(query, new Date())).map(({ Operation, OperationClass, IsAdminOp }) => [
      String(Operation),
      { class: OperationClass, isAdmin: IsAdminOp },
    ]),
  );
}

const wrong = (expected: readonly { readonly name: string; readonly class: string }[]) => {
  const found = classes(expected.map(({ name }) => name));
  return expected.flatMap(({ name, class: wanted }) => {
    const { class: got, isAdmin } = found.get(name) ?? {};
    return got === wanted && isAdmin === (wanted === "management") ? [] : [{ name, wanted, got, isAdmin }];
  });
};

describe("an operation's class", () => {
  it("is the one in operations.json for every published operation", () => {
    expect(wrong(operations())).toEqual([]);
  });

  it("is the one in vendorFunctions.json for every function in old and new versions of the vendor's client", () => {
    const expected = named(vendorFunctions).map(({ module, name, class: of }) => ({
      name: operationOf(module, name),
      class: of,
    }));
    expect(expected.length).toBeGreaterThan(450);
    expect(wrong(expected)).toEqual([]);
  });

  it("follows from the verb in the name for other operations, and is unknown if no rule matches", () => {
    expect(wrong(others)).toEqual([]);
  });

  it("is never management for an unknown operation", () => {
    const found = classes(["fs_new_thing", "new_thing", "", "x"]);
    expect([...found.values()].map(({ class: of, isAdmin }) => [of, isAdmin])).toEqual([
      ["unknown", false],
      ["unknown", false],
      ["", false],
      ["unknown", false],
    ]);
  });
});
