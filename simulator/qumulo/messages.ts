import { syslogContract } from "../../components/syslogContract";

/** One message as a cluster's node sends it. */
export interface Message {
  /** The node: it has its own session. */
  readonly host: string;
  /** The whole line without its end. */
  readonly line: Buffer;
  /** What must stand in the table; `undefined` where the line is not Qumulo's and must not arrive. */
  readonly body: string | undefined;
}

/** Header of a Qumulo line. Fractions of a second lose their trailing zeros, as the product's do. */
export function header(host: string, time: Date): string {
  const stamp = time.toISOString().replace(/\.?0*Z$/, "Z");
  return `<${syslogContract.qumulo.priority}>1 ${stamp} ${host} ${syslogContract.qumulo.appName} - - - `;
}

// RFC 3164, section 4.1: PRI, a date without a year, host, tag.
const OLD_LINE = /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+) ([\w.-]+)(?:\[\d+\])?:?( [\s\S]*)$/;

// RFC 5424, section 6: PRI, version, time, host, app-name, and what follows.
const NEW_LINE = /^<\d{1,3}>1 \S+ (\S+) (\S+)(?: ([\s\S]*))?$/;

/** What the forwarder takes for the body: what stands behind a header without structured data, else all behind the app-name. */
function bodyAfterHeader(behind: string): string {
  if (/^- - -\s*$/.test(behind)) return "";
  const [, body] = /^\S+ \S+ - ([\s\S]+)$/.exec(behind) ?? [];
  return body ?? behind;
}

/** A line of an events file: one with a header goes as it is, a bare body gets the header of the given node. */
export function toMessage(text: Buffer, node: string, now: Date): Message {
  const line = text.toString();
  const [, sender, appName, behind = ""] = NEW_LINE.exec(line) ?? [];
  if (sender !== undefined && appName !== undefined) return message(text, sender, appName, bodyAfterHeader(behind));
  const [, host, tag, rest] = OLD_LINE.exec(line) ?? [];
  if (host !== undefined && tag !== undefined && rest !== undefined) return message(text, host, tag, rest);
  return message(Buffer.concat([Buffer.from(header(node, now)), text]), node, syslogContract.qumulo.appName, line);
}

const message = (line: Buffer, host: string, appName: string, body: string): Message => ({
  host,
  line,
  body: appName === syslogContract.qumulo.appName ? asReceived(body) : undefined,
});

/**
 * A body as it must come out: byte for byte, but for control characters, which rsyslog writes as # and three octal
 * digits; it keeps TAB, as the shipped configuration says, and DEL, which it does not count among them.
 */
const asReceived = (body: string): string =>
  [...body]
    .map((letter) => {
      const code = letter.charCodeAt(0);
      const isControl = code < 0x20 && letter !== "\t";
      return isControl ? `#${code.toString(8).padStart(3, "0")}` : letter;
    })
    .join("");

/**
 * The lines of a file, byte for byte: what stands before a line feed, with a carriage return where there is one. Empty
 * ones are left out.
 */
export function fileLines(data: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < data.length; ) {
    const end = data.indexOf(10, start);
    const line = data.subarray(start, end < 0 ? data.length : end);
    if (line.length > 0 && !(line.length === 1 && line[0] === 13)) lines.push(line);
    start = end < 0 ? data.length : end + 1;
  }
  return lines;
}
