import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kql, parseQueryFile, renderFunction, type SavedFunction } from "../queryText";
import { wire } from "../wire";

/** Name under which people and alerts call the function. */
export const FUNCTION_NAME = "QumuloEvents";

/** The function as the workspace stores it. */
export function qumuloEvents(): SavedFunction {
  const file = parseQueryFile(readFileSync(join(__dirname, "QumuloEvents.kql"), "utf8"));
  return renderFunction(file, ["starttime", "endtime"], {
    facility: kql(wire.facility.name),
    eventName: kql(wire.appName.event),
    escapedName: kql(wire.appName.escaped),
    unverifiedName: kql(wire.appName.unverified),
  });
}
