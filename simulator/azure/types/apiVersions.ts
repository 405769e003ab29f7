/**
 * The API versions that exist, for each type whose version the program chooses itself: in a generic resource, in a
 * template, or in a request without a provider. For all other types, the provider chooses the version. Source: each
 * type's documentation in the SDK. A test compares the versions.
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

/** Azure's error code for a request with an API version that the type does not have. */
export const NO_SUCH_VERSION = "NoRegisteredProviderFound";

/** Returns a type's API versions; undefined for types that are not listed. The case of the name does not matter. */
export const apiVersionsOf = (type: string): readonly string[] | undefined => API_VERSIONS[type.toLowerCase()];

/** Returns Azure's message for an API version that a type does not have. Undefined if the type has that version. */
export function unknownVersion(type: string, version: string): string | undefined {
  const versions = apiVersionsOf(type);
  if (versions === undefined) throw new Error(`simulator/azure/types/apiVersions.ts has no versions of ${type}`);
  return versions.includes(version)
    ? undefined
    : `No registered resource provider found for API version '${version}' for type '${type}'. The supported api-versions are '${versions.join(", ")}'.`;
}
