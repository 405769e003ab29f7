import type { Column } from "../tree";
import type { Compute } from "./table";
import { NotImplemented } from "./value";

/**
 * Compiles `ingestion_time()`. The simulated workspace ingests a row as soon as it receives it, so the result is the column
 * `_TimeReceived`. The function is not available after a query has removed that column.
 * Source: learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns.
 */
export function ingestionTime(columns: readonly Column[]): Compute {
  const index = columns.findIndex((column) => column.name === "_TimeReceived");
  if (index < 0) throw new NotImplemented("ingestion_time() of a table without _TimeReceived");
  return (row) => row[index] ?? null;
}
