import { type KqlFile, kql, readKqlFile, renderFunction, type SavedFunction } from "../kqlFile";
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

const { event, escaped, unverified } = syslogContract.appName;
/** Parameters whose values come from the syslog contract, in every file that declares them. */
const CONTRACT: Readonly<Record<string, string>> = {
  facility: kql(syslogContract.facility.name),
  level: kql(syslogContract.level.syslogName),
  eventName: kql(event),
  escapedName: kql(escaped),
  unverifiedName: kql(unverified),
};

const PARSE = "QumuloParse.kql";
const ROWS: Readonly<Record<EventsTable, string>> = { syslog: "rows.syslog.kql", parsed: "rows.parsed.kql" };

/** Parameters that select events by their fields. */
const FILTERS = ["operations", "statuses", "users", "clients", "pathPrefixes", "protocols"];
/** The parameters that callers of QumuloEvents and QumuloEventsCurrent can pass. */
const PARAMETERS: readonly string[] = ["starttime", "endtime", ...FILTERS];

/** Renders a file as a saved function. Its parameters get the values of the syslog contract, and then those in `values`. */
function render(
  name: string,
  file: KqlFile,
  passedByCaller: readonly string[],
  values: Readonly<Record<string, string>>,
): NamedFunction {
  const contract = Object.entries(CONTRACT).filter(([parameter]) => file.parameters.has(parameter));
  return { name, ...renderFunction(file, passedByCaller, { ...Object.fromEntries(contract), ...values }) };
}

/** Returns the query that reads the given tables, parses the rows that may contain wanted events, and returns these events. */
function eventsFile(tables: readonly EventsTable[]): KqlFile {
  const wanted = readKqlFile(__dirname, `${FUNCTION_NAME}.kql`);
  const sources = tables.map((table) => readKqlFile(__dirname, ROWS[table]));
  const bodies = sources.map(({ body }) => body);
  const rows = bodies.length === 1 ? bodies[0] : `union\n(${bodies.join("),\n(")})`;
  const own = sources.flatMap(({ parameters }) => [...parameters]).filter(([name]) => !wanted.parameters.has(name));
  return {
    parameters: new Map([...wanted.parameters, ...own].filter(([name]) => name !== "rows")),
    body: wanted.body.replace(/^rows$/m, () => rows ?? ""),
  };
}

/** Returns the KQL function that tests whether a machine can verify events. A `*` at the end of an id matches any number. */
function isForwarder(forwarders: readonly string[]): string {
  const ids = kql([...new Set(forwarders.map((id) => id.toLowerCase()))].sort());
  return (readKqlFile(__dirname, PARSE).parameters.get("isForwarder") ?? "").replace("dynamic([])", () => ids);
}

/**
 * Returns the function that parses the rows of any table that contains events. `forwarders` contains the ids of the machines
 * whose events can be verified. Example of its use: `X_SRCH | invoke QumuloParse()`.
 */
export const parseFunction = (forwarders: readonly string[]): NamedFunction =>
  render("QumuloParse", readKqlFile(__dirname, PARSE), ["T"], {
    isForwarder: isForwarder(forwarders),
    statusFamilies: `dynamic(${JSON.stringify(statusFamilies())})`,
  });

/** Selects events by arrival time, because an event that has waited in a spool can have an old TimeGenerated. */
const BY_ARRIVAL = { arrivedFrom: "starttime", arrivedTo: "endtime" };

/**
 * Returns the function that alert rules call for events. Besides the filters, callers can pass `unverifiedOnly`, which selects
 * the events that no machine in `forwarders` has verified.
 */
export const eventsForRules = (table: EventsTable, forwarders: readonly string[]): NamedFunction =>
  render(`${FUNCTION_NAME}Current`, eventsFile([table]), [...PARAMETERS, "unverifiedOnly"], {
    ...BY_ARRIVAL,
    isForwarder: isForwarder(forwarders),
  });

/**
 * Returns the functions that read events, in the order in which they must be created.
 *
 * - `QumuloParse` reads rows of any table that contains events.
 * - `QumuloEvents` is for queries and reads both tables, so that changing `events.table` hides no event. It selects events by
 *   TimeGenerated.
 * - `QumuloEventsCurrent` is for alert rules, which must not contain a union, and reads only the table that stores events. It
 *   selects events by arrival time.
 */
export const functions = (table: EventsTable, forwarders: readonly string[]): NamedFunction[] => [
  parseFunction(forwarders),
  render(FUNCTION_NAME, eventsFile(["syslog", "parsed"]), PARAMETERS, {
    generatedFrom: "starttime",
    generatedTo: "endtime",
  }),
  render(`${FUNCTION_NAME}Current`, eventsFile([table]), PARAMETERS, BY_ARRIVAL),
];
