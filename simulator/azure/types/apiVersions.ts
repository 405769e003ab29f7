/**
 * API versions of the types that are spoken to with a version other than the provider's own: by a generic resource, by
 * a template, or past the provider. Source: the SDK's documentation of each type (a test compares).
 */
const API_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  "microsoft.compute/virtualmachines": [
    "2022-08-01",
    "2022-11-01",
    "2023-03-01",
    "2023-07-01",
    "2023-09-01",
    "2024-03-01",
    "2024-07-01",
    "2024-11-01",
    "2025-04-01",
    "2025-11-01",
    "2026-03-01",
  ],
  "microsoft.operationalinsights/workspaces/savedsearches": [
    "2020-03-01-preview",
    "2020-08-01",
    "2023-09-01",
    "2025-02-01",
    "2025-07-01",
  ],
  "microsoft.operationalinsights/workspaces/tables": [
    "2021-12-01-preview",
    "2022-10-01",
    "2023-09-01",
    "2025-02-01",
    "2025-07-01",
  ],
};

/** Azure's code for it. */
export const NO_SUCH_VERSION = "NoRegisteredProviderFound";

/** The versions of a type, compared without case. */
export const apiVersionsOf = (type: string): readonly string[] | undefined => API_VERSIONS[type.toLowerCase()];

/** What Azure says of a version that a type does not have; undefined where it has it. */
export function unknownVersion(type: string, version: string): string | undefined {
  const versions = apiVersionsOf(type);
  if (versions === undefined) throw new Error(`simulator/azure/types/apiVersions.ts has no versions of ${type}`);
  return versions.includes(version)
    ? undefined
    : `No registered resource provider found for API version '${version}' for type '${type}'. The supported api-versions are '${versions.join(", ")}'.`;
}
