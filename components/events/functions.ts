import { kql, readKqlFile, renderFunction, type SavedFunction } from "../kqlFile";
import { syslogContract } from "../syslogContract";
import { statusFamilies } from "./operations";

/** Name of the function that queries call. */
export const FUNCTION_NAME = "QumuloEvents";

/** Table that events are stored in: `syslog` is the table Syslog; `parsed` is QumuloAudit_CL, which has typed columns. */
export type EventsTable = "syslog" | "parsed";

/** A saved function of the workspace. */
export interface NamedFunction extends SavedFunction {
  readonly name: string;
}

const names = {
  eventName: kql(syslogContract.appName.event),
  escapedName: kql(syslogContract.appName.escaped),
  unverifiedName: kql(syslogContract.appName.unverified),
};
const facility = kql(syslogContract.facility.name);

const read = (
  name: string,
  passedByCaller: readonly string[],
  values: Readonly<Record<string, string>>,
): SavedFunction => renderFunction(readKqlFile(__dirname, name), passedByCaller, values);

/**
 * Returns the functions that read events, in the order in which they must be created.
 *
 * - `QumuloParse` reads rows of any table that contains events: `X_SRCH | invoke QumuloParse()`.
 * - `QumuloEvents` is for queries and reads both tables, so that changing `events.table` hides no event.
 * - `QumuloEventsCurrent` is for alert rules, which must not contain a union, and reads only the table that stores
 *   events.
 *
 * `forwarders` contains the ids of the machines whose events can be verified. A `*` at the end of an id matches any number.
 */
export function functions(table: EventsTable, forwarders: readonly string[]): NamedFunction[] {
  const range = ["starttime", "endtime"];
  const current =
    table === "syslog"
      ? read("QumuloEventsCurrent.syslog.kql", range, { facility, ...names })
      : read("QumuloEventsCurrent.parsed.kql", range, {});
  return [
    {
      name: "QumuloParse",
      ...read("QumuloParse.kql", ["T"], {
        facility,
        level: kql(syslogContract.level.syslogName),
        ...names,
        forwarders: kql([...new Set(forwarders.map((id) => id.toLowerCase()))].sort()),
        statusFamilies: `dynamic(${JSON.stringify(statusFamilies())})`,
      }),
    },
    { name: FUNCTION_NAME, ...read("QumuloEvents.kql", range, { facility, ...names }) },
    { name: `${FUNCTION_NAME}Current`, ...current },
  ];
}
