import operations from "./operations.json";

const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = operations;

/**
 * Returns the beginnings of an administration detection's operation names, by severity; an empty object for other detections.
 * Example: `operationsOf("auditChanged").low` is `["remote_syslog_"]`.
 */
export const operationsOf = (id: string): Readonly<Record<string, readonly string[]>> => table[id] ?? {};
