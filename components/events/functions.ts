import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kql, parseQueryFile, type QueryFile, renderFunction, type SavedFunction } from "../kqlFile";
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

const read = (file: string, callerGives: readonly string[], values: Readonly<Record<string, string>>): SavedFunction =>
  renderFunction(withLiterals(parseQueryFile(readFileSync(join(__dirname, file), "utf8"))), callerGives, values);

const VERBATIM = /^@'((?:[^']|'')*)'$/;

/**
 * The query with `strcat` of its own constants worked out, so that a regular expression is one literal: whether the
 * service takes another constant there is not documented. Constants that were only parts of others are left out.
 */
function withLiterals({ parameters, body }: QueryFile): QueryFile {
  const known = new Map(parameters);
  for (const [name, value] of parameters) {
    const [, list] = /^strcat\((.+)\)$/.exec(value) ?? [];
    if (list === undefined) continue;
    const parts = list.match(/@'(?:[^']|'')*'|\w+/g)?.map((part) => VERBATIM.exec(known.get(part) ?? part)?.[1]) ?? [];
    if (parts.includes(undefined)) throw new Error(`${name} is put together of more than verbatim texts`);
    known.set(name, `@'${parts.join("")}'`);
  }
  const named = new Set(body.match(/\w+/g));
  return { parameters: new Map([...known].filter(([name]) => named.has(name))), body };
}

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
