import { isIPv4 } from "node:net";
import { z } from "zod";
import { contains } from "../network/addresses";
import { denials, operations } from "./operations";

/** What is kept by default; `include` and `exclude` refine it. */
export type Preset = "everything" | "noNoise" | "changesOnly";

/** Which events a rule is about: those that have all of what it names. Lists are alternatives. */
export interface FilterRule {
  /** Example: `["fs_read_data"]`. */
  readonly operations?: readonly string[];
  /** As the cluster writes them. Example: `["nfsv3"]`. */
  readonly protocols?: readonly string[];
  /**
   * As the cluster writes them: names of ASCII letters without regard to case, others to the letter, because rsyslog
   * folds no other letters. Example: `["AD\\svc-backup"]`.
   */
  readonly users?: readonly string[];
  /** Ranges of clients. Example: `["10.1.2.0/24"]`. */
  readonly clientCidrs?: readonly string[];
  /** Beginnings of the path. Example: `["/scratch/"]`. */
  readonly pathPrefixes?: readonly string[];
}

/**
 * Which events are kept. Always kept, whatever the rest says: an operation that is not known, a refused attempt, a line
 * whose operation cannot be read, and an event in CSV whose user has a quote in its name.
 */
export interface NoiseFilter {
  readonly keep: Preset;
  /** Kept, though the preset or a rule of `exclude` drops them. */
  readonly include: readonly FilterRule[];
  /** Dropped, beyond what the preset drops. */
  readonly exclude: readonly FilterRule[];
}

/** The filter that drops nothing. */
export const KEEP_EVERYTHING: NoiseFilter = { keep: "everything", include: [], exclude: [] };

// Source: what an administrator calls noise in the published mixes (auditlogs-elasticsearch, Kibana screenshots):
// look-ups, opening and closing, locks, change notifications.
const NOISE = [
  "fs_fsstat",
  "fs_open",
  "fs_read_link",
  "fs_read_metadata",
  "fs_read_user_metadata",
  "fs_write_file_lock",
  "smb2_notify_req",
  "smb_close_handle",
  "smb_close_session",
];

/** Operations that a preset drops. */
export const dropped: Readonly<Record<Preset, readonly string[]>> = {
  everything: [],
  noNoise: NOISE,
  changesOnly: [...NOISE, "fs_list_directory", "fs_read_data"].sort(),
};

/** Whether a filter drops anything at all. */
export const dropsNothing = ({ keep, exclude }: NoiseFilter): boolean =>
  dropped[keep].length === 0 && exclude.length === 0;

/** Rules that drop, by the operations that they are about. */
export interface DropRules {
  /** Those that name operations. */
  readonly named: readonly FilterRule[];
  /** Those that name none: they are about every known operation. */
  readonly any: readonly FilterRule[];
  /** Known operations where `any` holds a rule, else none: the list is long, so it is written once for all of them. */
  readonly known: readonly string[];
}

/** The rules of `exclude`. An operation that is not known is never dropped. */
export function dropRules({ exclude }: Pick<NoiseFilter, "exclude">): DropRules {
  const any = exclude.filter(({ operations }) => operations === undefined);
  return {
    named: exclude.filter(({ operations }) => operations !== undefined),
    any,
    known:
      any.length === 0
        ? []
        : operations()
            .map(({ name }) => name)
            .sort(),
  };
}

/** Users of a rule by the way they are compared. */
export const foldedUsers = (users: readonly string[]) => ({
  /** In lower case. */
  anyCase: users.filter(isAscii).map(lowerAscii),
  exact: users.filter((user) => !isAscii(user)),
});
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Statuses of attempts that are always kept. */
export const keptStatuses = (): string[] => denials().sort();

/** The fields that a filter looks at. */
export interface EventFields {
  readonly client: string;
  readonly user: string;
  readonly protocol: string;
  readonly operation: string;
  readonly status: string;
  readonly path: string;
}

/** The fields of a line as the filter reads them; undefined where it cannot. */
function fieldsOf(line: string): EventFields | undefined {
  if (isJson(line)) return jsonFields(line);
  const quoted = line.split('"');
  const [, protocol, operation, status] = (quoted[2] ?? "").split(",");
  if (protocol === undefined || operation === undefined || status === undefined) return undefined;
  return {
    client: line.split(",")[0] ?? "",
    user: quoted[1] ?? "",
    protocol,
    operation,
    status,
    path: quoted[3] ?? "",
  };
}

const isJson = (line: string): boolean => line.startsWith("{");

const text = z.string().default("");
const jsonLine = z.object({
  user_ip: text,
  protocol: text,
  operation: text,
  status: text,
  user_id: z.object({ name: text }).default({ name: "" }),
  details: z.object({ path: text, extra_name: text }).default({ path: "", extra_name: "" }),
});

function jsonFields(line: string): EventFields | undefined {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { data } = jsonLine.safeParse(read);
  if (data === undefined) return undefined;
  const { user_ip: client, user_id, protocol, operation, status, details } = data;
  return { client, user: user_id.name, protocol, operation, status, path: details.path || details.extra_name };
}

/**
 * What stands before the value of a key of JSON. Within a text a quote has a backslash in front, so that no name of a file
 * can hold this; and a line needs not be parsed for the value behind it.
 */
export const jsonKey = (key: "operation" | "status"): string => `"${key}":`;

const jsonValue = (line: string, key: "operation" | "status"): string | undefined =>
  line.split(jsonKey(key))[1]?.split('"')[1];

/** What the filter means, in one place: the forwarder's and the rule's own forms of it are held to this. */
export function isKept(filter: NoiseFilter, line: string): boolean {
  const { keep, include } = filter;
  const event = fieldsOf(line);
  const isListed = (key: "operation" | "status", values: readonly string[]) =>
    values.includes((isJson(line) ? jsonValue(line, key) : event?.[key]) ?? "");
  // A line of JSON without a status may be a refused attempt.
  if (isJson(line) && jsonValue(line, "status") === undefined) return true;
  const isDropped = isListed("operation", dropped[keep]) || (event !== undefined && isExcluded(filter, event));
  return (
    !isDropped ||
    isListed("status", keptStatuses()) ||
    (event !== undefined && include.some((rule) => matches(rule, event)))
  );
}

function isExcluded(filter: NoiseFilter, event: EventFields): boolean {
  const { named, any, known } = dropRules(filter);
  const rules = known.includes(event.operation) ? [...named, ...any] : named;
  return rules.some((rule) => matches(rule, event));
}

function matches(
  { operations: named, protocols, users, clientCidrs, pathPrefixes }: FilterRule,
  event: EventFields,
): boolean {
  return (
    (named?.includes(event.operation) ?? true) &&
    (protocols?.includes(event.protocol) ?? true) &&
    (users === undefined || isOneOf(users, event.user)) &&
    (clientCidrs?.some((cidr) => isIPv4(event.client) && contains(cidr, event.client)) ?? true) &&
    (pathPrefixes?.some((prefix) => event.path.startsWith(prefix)) ?? true)
  );
}

function isOneOf(users: readonly string[], user: string): boolean {
  const { anyCase, exact } = foldedUsers(users);
  return anyCase.includes(lowerAscii(user)) || exact.includes(user);
}
