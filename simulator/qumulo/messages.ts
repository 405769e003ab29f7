import { syslogContract } from "../../components/syslogContract";

/** A syslog message of a cluster's node. */
export interface Message {
  /** Name of the node. Each node has a TCP connection of its own. */
  readonly host: string;
  /** The whole line, without the line feed. */
  readonly line: Buffer;
  /** The message body that must arrive in the table. Undefined for a line that the forwarder must drop. */
  readonly body: string | undefined;
}

/** The syslog header of a Qumulo line. The fraction of a second has no trailing zeros, as in Qumulo's own lines. */
export function header(host: string, time: Date): string {
  const stamp = time.toISOString().replace(/\.?0*Z$/, "Z");
  return `<${syslogContract.qumulo.priority}>1 ${stamp} ${host} ${syslogContract.qumulo.appName} - - - `;
}

// RFC 3164, section 4.1: PRI, a date without a year, host, tag. Example: `<14>Nov 23 08:15:31 vm app[12]: text`
const OLD_LINE = /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+) ([\w.-]+)(?:\[\d+\])?:?( [\s\S]*)$/;

// RFC 5424, section 6: PRI, version, time, host, app-name, rest. Example: `<14>1 2026-11-23T08:15:30Z nas-1 qumulo - - - text`
const NEW_LINE = /^<\d{1,3}>1 \S+ (\S+) (\S+)(?: ([\s\S]*))?$/;

/**
 * The message body as the forwarder reads it: the text after `PROCID MSGID -`, or all text after the app-name if the line has
 * another form.
 */
function bodyAfterHeader(rest: string): string {
  if (/^- - -\s*$/.test(rest)) return "";
  const [, body] = /^\S+ \S+ - ([\s\S]+)$/.exec(rest) ?? [];
  return body ?? rest;
}

/** Makes a message of a line in a file of events. A line with a header stays unchanged; a bare body gets a header of `node`. */
export function toMessage(text: Buffer, node: string, now: Date): Message {
  const line = text.toString();
  const [, sender, appName, afterAppName = ""] = NEW_LINE.exec(line) ?? [];
  if (sender !== undefined && appName !== undefined)
    return message(text, sender, appName, bodyAfterHeader(afterAppName));
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
 * The message body as it must arrive. All bytes are unchanged except control characters, which rsyslog writes as # and three
 * octal digits. TAB is unchanged because the deployed configuration says so, DEL because rsyslog does not escape it.
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
 * The lines of a file, as bytes and without the line feed. A carriage return before it is part of the line. Empty lines are
 * left out.
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
