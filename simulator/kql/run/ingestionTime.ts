import type { Column } from "../tree";
import type { Compute } from "./table";
import { NotImplemented } from "./value";

/**
 * `ingestion_time()`: here Azure takes a row in when it has got it. A table that has lost the column for that has no such
 * time either. Source: learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns.
 */
export function ingestionTime(columns: readonly Column[]): Compute {
  const index = columns.findIndex((column) => column.name === "_TimeReceived");
  if (index < 0) throw new NotImplemented("ingestion_time() of a table without _TimeReceived");
  return (row) => row[index] ?? null;
}
