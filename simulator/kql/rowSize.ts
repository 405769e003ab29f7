import { textOf, type Value } from "./run/value";
import type { Column } from "./tree";

/**
 * Standard columns that are not billed. Source: learn.microsoft.com/azure/azure-monitor/logs/cost-logs, "excluded
 * columns"; TenantId is the name under which queries see `_TenantId`; `_TimeReceived` is not stored but worked out anew for
 * each query (log-standard-columns).
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
 * Bytes that Azure bills for a row: a string representation of its columns (same source), which is read here as the
 * UTF-8 bytes of what `tostring` gives. Empty columns cost nothing. What is really billed stands in `_BilledSize`.
 */
export function rowSize(columns: readonly Column[], row: readonly Value[]): number {
  return columns.reduce(
    (sum, { name, type }, index) =>
      NOT_BILLED.includes(name) ? sum : sum + Buffer.byteLength(textOf(row[index], type)),
    0,
  );
}
