import type { Row } from "./table";
import { keyOf, type Value } from "./value";

/** Returns a key that is the same for equal rows. */
export const rowKey = (values: readonly Value[]): string => values.map(keyOf).join("\u0001");

/** Groups rows by a key. The groups are in the order in which their keys first appear. */
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
