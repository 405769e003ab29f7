import type { Column } from "../tree";
import { readDatetime } from "./functions/time";
import { readJson } from "./json";
import type { Table } from "./table";
import { noneOf, textOf, type Value } from "./value";

/** Makes a table from rows whose values are keyed by column name, as in a JSON file. Times are strings. */
export function tableFrom(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[]): Table {
  return { columns, rows: rows.map((row) => columns.map((column) => cellOf(row[column.name], column))) };
}

function cellOf(value: unknown, { name, type }: Column): Value {
  if (value === undefined || value === null) return noneOf(type);
  if (typeof value === "string") {
    if (type === "datetime") return readDatetime(value) ?? null;
    return type === "dynamic" ? (readJson(value) ?? value) : value;
  }
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`the column ${name} holds ${JSON.stringify(value)}, which is not of type ${type}`);
}

/** Returns a table's rows with their values keyed by column name. Times become strings. */
export const rowsByName = ({ columns, rows }: Table): Record<string, string | number | boolean | null>[] =>
  rows.map((row) =>
    Object.fromEntries(columns.map(({ name, type }, index) => [name, plain(row[index] ?? null, type)] as const)),
  );

function plain(value: Value, type: string): string | number | boolean | null {
  if (type === "datetime" || type === "timespan" || typeof value === "object" || typeof value === "bigint")
    return value === null ? null : textOf(value, type);
  return value;
}
