import type { EventsTable } from "../../../components/events/functions";
import type { Schema } from "../../../simulator/kql/language";
import { programFunctions, workspaceSchema } from "../../../simulator/workspace/workspace";

const schemas = new Map<EventsTable, Schema>();

/** The schema of the workspace with the functions that are deployed for a table. */
export function deployedSchema(table: EventsTable = "syslog"): Schema {
  const known = schemas.get(table) ?? workspaceSchema(programFunctions(table));
  schemas.set(table, known);
  return known;
}
