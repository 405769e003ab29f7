import operations from "./operations.json";

const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = operations;

/**
 * Returns the beginnings of the names of an administration detection's operations, by severity. Returns nothing for other
 * detections. Example: `operationsOf("auditChanged").low` is `["remote_syslog_shutdown"]`.
 */
export const operationsOf = (id: string): Readonly<Record<string, readonly string[]>> => table[id] ?? {};
