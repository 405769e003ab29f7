import { textOf, type Value } from "./run/value";
import type { Column } from "./tree";

/**
 * Standard columns that are not billed. Queries see `_TenantId` as TenantId. `_TimeReceived` is not stored: Azure computes it
 * for each query. Source: learn.microsoft.com/azure/azure-monitor/logs/cost-logs, "excluded columns", and
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
 * The bytes that Azure bills for a row. Azure bills the string representation of the columns (same source); this function
 * takes that to be the UTF-8 bytes of `tostring`. Empty columns are free. In Azure, the column `_BilledSize` has the size
 * that is really billed.
 */
export function rowSize(columns: readonly Column[], row: readonly Value[]): number {
  return columns.reduce(
    (sum, { name, type }, index) =>
      NOT_BILLED.includes(name) ? sum : sum + Buffer.byteLength(textOf(row[index], type)),
    0,
  );
}
