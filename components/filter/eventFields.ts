import { z } from "zod";
import { CSV_FORM, DEEPEST, jsonForm, jsonKey, KEY_TWICE } from "./exactForms";

/** The two fields that every filter reads first. */
export interface Verdict {
  readonly operation: string;
  readonly status: string;
}

/** An event's other fields, which only filter rules read. */
export interface EventFields {
  readonly client: string;
  readonly user: string;
  readonly protocol: string;
  readonly path: string;
  /** Second path of a rename, a copy or a link; empty for other operations. */
  readonly target: string;
}

const isJson = (line: string): boolean => line.startsWith("{");

/**
 * Returns a line's operation and status, even if the rest of the line is malformed; undefined if operation or status cannot
 * be read reliably.
 */
export function verdictOf(line: string): Verdict | undefined {
  const [operation, status] = isJson(line)
    ? [jsonValue(line, "operation"), jsonValue(line, "status")]
    : csvVerdict(line);
  // An escape such as \u006f for `o` could hide a second key of the same name.
  if (operation === undefined || status === undefined || (isJson(line) && line.includes("\\u00"))) return undefined;
  return { operation, status };
}

/**
 * Returns a CSV line's operation and status, which are among the fields between user and path. If there are too many commas
 * between user and path, returns an empty list.
 */
function csvVerdict(line: string): readonly string[] {
  const fields = line.split('"')[2]?.split(",") ?? [];
  return fields.length > 6 ? [] : fields.slice(2, 4);
}

/** Returns a key's value if the key occurs once and its value is a string. */
function jsonValue(line: string, key: "operation" | "status"): string | undefined {
  if (line.split(`"${key}"`).length !== 2) return undefined;
  const [before, value] = line.split(jsonKey(key))[1]?.split('"') ?? [];
  return before === "" || before === " " ? value : undefined;
}

/** Returns the fields that rules read; undefined if the line has none of the exact forms. */
export function fieldsOf(line: string): EventFields | undefined {
  if (isJson(line)) return jsonFields(line);
  if (!CSV.test(line)) return undefined;
  const [client = "", user = "", between = "", path = "", , target = ""] = line.split('"');
  return { client: client.slice(0, -1), user, protocol: between.split(",")[1] ?? "", path, target };
}

const CSV = new RegExp(CSV_FORM);
const KEYS_TWICE = new RegExp(KEY_TWICE);
const JSON_LINE = new RegExp(jsonForm("re2"));

const bag = z.record(z.string(), z.unknown()).catch({});
/** Returns a value as text. Values that are not strings are converted as rsyslogd converts them. */
const text = (value: unknown = null): string =>
  value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);

function jsonFields(line: string): EventFields | undefined {
  if (KEYS_TWICE.test(line) || !JSON_LINE.test(line)) return undefined;
  const read = parse(line);
  if (read === undefined || depthOf(read) > DEEPEST) return undefined;
  const { user_ip, user_id, protocol, details } = bag.parse(read);
  const { path, extra_name, target, second_extra_name } = bag.parse(details);
  return {
    client: text(user_ip),
    user: text(bag.parse(user_id).name),
    protocol: text(protocol),
    // An event has a path or an extra_name, not both.
    path: text(path) + text(extra_name),
    target: text(target) + text(second_extra_name),
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Returns a value's nesting depth. Examples: 1 for `"a"`, 2 for `["a"]`. */
function depthOf(value: unknown): number {
  let depth = 0;
  for (let level = [value]; level.length > 0; depth += 1)
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  return depth;
}
