import { kql, readKqlFile, renderFunction, type SavedFunction } from "../kqlFile";
import { syslogContract } from "../syslogContract";
import { statusFamilies } from "./operations";

/** Name under which people call the function. */
export const FUNCTION_NAME = "QumuloEvents";

/** Where the rule puts events: the table of all syslog, or one of their own with typed columns. */
export type EventsTable = "syslog" | "parsed";

/** A function of the workspace, as it stores it. */
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
 * The functions that read events.
 *
 * - `QumuloParse` reads the rows of any table that holds them: `X_SRCH | invoke QumuloParse()`.
 * - `QumuloEvents` is for people: both tables, so that a change of `events.table` hides nothing.
 * - `QumuloEventsCurrent` is for alert rules, which take no union: the one table that events go to now.
 *
 * `forwarders` are ids of the machines whose events can be verified; `*` at the end of one stands for a machine's number.
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
