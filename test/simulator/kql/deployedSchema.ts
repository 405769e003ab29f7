import type { EventsTable } from "../../../components/events/functions";
import type { Schema } from "../../../simulator/kql/language";
import { programFunctions, workspaceSchema } from "../../../simulator/workspace/workspace";

const schemas = new Map<EventsTable, Schema>();

/** Returns the workspace's schema with the functions that are deployed for an events table. */
export function deployedSchema(table: EventsTable = "syslog"): Schema {
  const known = schemas.get(table) ?? workspaceSchema(programFunctions(table));
  schemas.set(table, known);
  return known;
}
