import { textOf, type Value } from "./run/value";
import type { Column } from "./tree";

/**
 * Standard columns that are not billed. In queries, `_TenantId` has the name TenantId. `_TimeReceived` is not stored: Azure
 * computes it for each query. Source: learn.microsoft.com/azure/azure-monitor/logs/cost-logs, "excluded columns", and
 * log-standard-columns.
 */
const NOT_BILLED: readonly string[] = [
  "_ResourceId",
  "_SubscriptionId",
  "_ItemId",
  "_IsBillable",
  "_BilledSize",
  "_TenantId",
  "TenantId",
  "Type",
  "_TimeReceived",
];

/**
 * Returns the number of bytes that Azure bills for a row. Azure bills the values' string representations (same source).
 * This function assumes that they are the results of `tostring`, in UTF-8. Empty values are free. In Azure, the column
 * `_BilledSize` contains the size that is really billed.
 */
export function rowSize(columns: readonly Column[], row: readonly Value[]): number {
  return columns.reduce(
    (sum, { name, type }, index) =>
      NOT_BILLED.includes(name) ? sum : sum + Buffer.byteLength(textOf(row[index], type)),
    0,
  );
}
