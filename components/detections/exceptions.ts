import { kql, readKqlFile, verbatim } from "../kqlFile";
import { operationsOf } from "./administration/operationsOf";
import type { Detection } from "./detection";

/** Events that raise no alerts, because somebody has declared them harmless. An event must match all given properties. */
export interface Exception {
  /** Ids of the detections that ignore the events. Example: `["massDelete"]`. */
  readonly detections: readonly string[];
  /** The user's name (with or without its domain), SID, uid or Qumulo id. Case is ignored. Example: `AD\\svc-mirror`. */
  readonly user?: string;
  /** IPv4 range of the clients. Example: `10.1.2.7/32`. */
  readonly client?: string;
  /** A file, or a folder with everything in it. Over SMB, case is ignored. Example: `/mirror`. */
  readonly path?: string;
  /** The last day of the exception, in UTC. Default: the exception never ends. Example: `2027-03-31`. */
  readonly until?: string;
}

/** Returns the function in shared/Watched.kql that no event matches. Example: `(User: string, …) { false }`. */
const nothingExcepted = (): string => readKqlFile(__dirname, "shared/Watched.kql").parameters.get("isExcepted") ?? "";

const DAY = 24 * 60 * 60_000;

/** Returns the end of a day: the start of the next one. Example: `2027-03-31` ends at `2027-04-01T00:00:00.000Z`. */
export const endOf = (until: string): Date => new Date(Date.parse(`${until}T00:00:00Z`) + DAY);

/**
 * Returns the condition for one exception. `coalesce` makes the comparison with a range false if the client has no IPv4 address:
 * otherwise it would be null, and `not(null)` would drop the event.
 */
function condition({ detections, user, client, path, until }: Exception, shared: readonly Detection[]): string {
  const parts: string[] = [];
  if (user !== undefined) {
    const name = kql(user.toLowerCase());
    parts.push(`${name} in (tolower(User), tolower(Name), tolower(Sid), tolower(AuthId))`);
  }
  if (client !== undefined) parts.push(`coalesce(ipv4_is_in_range(Client, ${kql(client)}), false)`);
  if (path !== undefined) {
    const exact = path.replace(/\/+$/, "");
    const [lower, folder] = [exact.toLowerCase(), `${exact}/`];
    const isBelow = `Path == ${kql(exact)} or Path startswith_cs ${kql(folder)}`;
    const isBelowInAnyCase = `tolower(Path) == ${kql(lower)} or tolower(Path) startswith_cs ${kql(`${lower}/`)}`;
    parts.push(`(${isBelow} or (Family == "smb" and (${isBelowInAnyCase})))`);
    // A path that contains /../ may lead out of the folder.
    parts.push(`not(Path contains_cs "/../")`);
  }
  if (until !== undefined) parts.push(`At < datetime(${endOf(until).toISOString()})`);
  // Several administration detections share a query, so their exceptions also test the operation.
  if (shared.length > 1) {
    const names = detections.flatMap((id) => Object.values(operationsOf(id)).flat());
    parts.push(`Operation matches regex ${verbatim(`^(?:begin_)?(?:${names.join("|")})`)}`);
  }
  return `(${parts.join(" and ")})`;
}

/**
 * Returns the KQL function that decides whether an event is excepted from a rule's detections; undefined if no exception
 * names these detections. The function compares an exception's end with the event's time, so an exception ends without a
 * deployment.
 */
export function isExcepted(detections: readonly Detection[], exceptions: readonly Exception[]): string | undefined {
  const ids = detections.map(({ id }) => id);
  const own = exceptions.filter((exception) => exception.detections.some((id) => ids.includes(id)));
  if (own.length === 0) return undefined;
  const conditions = own.map((exception) => condition(exception, detections)).join(" or ");
  return nothingExcepted().replace("{ false }", () => `{ ${conditions} }`);
}
