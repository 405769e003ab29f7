import { type EventsTable, functions } from "../../components/events/functions";
import type { Schema } from "../../kql/language";
import { workspaceSchema } from "../../rehearsal/tables/workspace";

const schemas = new Map<EventsTable, Schema>();

/** The workspace with the functions that are shipped for a choice of table. */
export function shippedSchema(table: EventsTable = "syslog"): Schema {
  const known = schemas.get(table) ?? workspaceSchema(shippedFunctions(table));
  schemas.set(table, known);
  return known;
}

/** The shipped functions by name. */
export const shippedFunctions = (table: EventsTable) =>
  Object.fromEntries(functions(table).map(({ name, query: body, parameters }) => [name, { body, parameters }]));
