// Generates random events. The same seed generates the same events.

/** The fields of a generated event, before they are written as CSV or JSON. */
export interface MadeEvent {
  readonly client: string;
  readonly user: string;
  readonly protocol: string;
  readonly operation: string;
  readonly status: string;
  readonly fileId: string;
  readonly path: string;
  readonly target: string;
}

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** Returns an event's line in Qumulo's CSV format, in which quotes in the user and the paths are doubled. */
export const csvLine = ({ client, user, protocol, operation, status, fileId, path, target }: MadeEvent): string =>
  [client, quoted(user), protocol, operation, status, fileId, quoted(path), quoted(target)].join(",");

/** Returns an event's line in Qumulo's JSON format, with the keys in random order. */
export function jsonLine(event: MadeEvent, next: () => number): string {
  const shuffled = (bag: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(bag)
        .map((entry) => [next(), entry] as const)
        .sort(([a], [b]) => a - b)
        .map(([, entry]) => entry),
    );
  const { client, user, protocol, operation, status, fileId, path, target } = event;
  const details = { path, file_id: fileId, offset: 0, file_size: 2 ** 60, ...(target === "" ? {} : { target }) };
  const line = JSON.stringify(
    shuffled({
      user_id: shuffled({ sid: "S-1-5-21-1-2-3-1001", auth_id: "1001", name: user }),
      user_ip: client,
      protocol,
      operation,
      status,
      details: shuffled(details),
    }),
    undefined,
    // With an indentation of 1, the result has a space between members; with 0, it has none. All line ends that are replaced
    // below are between members, because line ends in strings are escaped.
    next() < 0.5 ? 1 : 0,
  );
  return line.replace(/\n +/g, " ").replace(/\n/g, "");
}

/** Returns a random member of a list. */
export const pick = <Member>(list: readonly [Member, ...Member[]], next: () => number): Member =>
  list[Math.floor(next() * list.length)] ?? list[0];

// Characters that a file name may contain. Characters that are difficult to parse are more frequent than in reality.
const LETTERS =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789      ..__--,,\"\"\\\\;;%%''&&{}[]()<>=:äöüßéñ日本語Ωжшא🎬👩‍💻\t\u00a0\u2028";
const alphabet = [...LETTERS];

/** Returns a random text of characters that a file name may contain. */
export const anyText = (length: number, next: () => number): string =>
  Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)] ?? "a").join("");
