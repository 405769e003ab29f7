import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { emptyAzureState, refusalsOf } from "../../../../simulator/azure/azureState";
import { apiVersionsOf } from "../../../../simulator/azure/types/apiVersions";

/** Resource type names in Azure Resource Manager, by the SDK file that documents the type. */
const TYPES = {
  "compute/virtualMachine": "Microsoft.Compute/virtualMachines",
  "operationalinsights/savedSearch": "Microsoft.OperationalInsights/workspaces/savedSearches",
  "operationalinsights/table": "Microsoft.OperationalInsights/workspaces/tables",
};

const documented = (type: string): string[] => {
  const text = readFileSync(require.resolve(`@pulumi/azure-native/${type}.js`), "utf8");
  const own = /Uses Azure REST API version ([\w-]+)/.exec(text)?.[1] ?? "";
  const others = /Other available API versions: ([^.]+)\./.exec(text)?.[1]?.split(", ") ?? [];
  return [own, ...others].sort();
};

describe("the simulated Azure", () => {
  it.each(Object.entries(TYPES))("knows the API versions that the SDK documents for %s", (type, arm) => {
    expect(documented(type).length).toBeGreaterThan(4);
    expect(apiVersionsOf(arm)).toEqual(documented(type));
  });

  const ask = (operation: "create" | "update", apiVersion: string): string[] => {
    const workspace = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w";
    const inputs = {
      resourceProviderNamespace: "Microsoft.OperationalInsights",
      parentResourcePath: "workspaces/w",
      resourceType: "savedSearches",
      apiVersion,
    };
    const existing = [workspace, "/subscriptions/s/resourcegroups/g"].map((id) => id.toLowerCase());
    const change = { operation, id: `${workspace}/savedSearches/f`, inputs };
    return refusalsOf({ ...emptyAzureState(), existing }, "azure-native:resources:Resource", change).map(
      ({ reason }) => reason,
    );
  };

  it("refuses to create a saved search as a generic resource, because the provider checks it with its own API version", () => {
    expect(ask("create", "2023-09-01")).toEqual([
      expect.stringMatching(/^cannot check existence of resource .*f': status code 400, .*'2024-03-01'/),
    ]);
    expect(ask("update", "2023-09-01")).toEqual([]);
    expect(ask("update", "2022-10-01")).toEqual([expect.stringContaining("'2022-10-01' for type")]);
  });
});
