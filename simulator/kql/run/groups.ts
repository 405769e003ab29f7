import type { Row } from "./table";
import { keyOf, type Value } from "./value";

/** Whether several values are the same, for groups and joins. */
export const rowKey = (values: readonly Value[]): string => values.map(keyOf).join("\u0001");

/** Rows by their key, in the order in which the keys come first. */
export function grouped<K>(rows: readonly Row[], keyOfRow: (row: Row) => K): Map<K, Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) {
    const key = keyOfRow(row);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [row]);
    else found.push(row);
  }
  return groups;
}
