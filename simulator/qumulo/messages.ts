import { syslogContract } from "../../components/syslogContract";

/** A syslog message that a cluster's node sends. */
export interface Message {
  /** Name of the node. Each node has its own TCP connection. */
  readonly host: string;
  /** The whole line, without the line feed. */
  readonly line: Buffer;
  /** The message body that the table must contain. Undefined for a line that the forwarder must drop. */
  readonly body: string | undefined;
}

/** Returns a syslog header as Qumulo writes it: the fraction of a second has no trailing zeros. */
export function header(host: string, time: Date): string {
  const stamp = time.toISOString().replace(/\.?0*Z$/, "Z");
  return `<${syslogContract.qumulo.priority}>1 ${stamp} ${host} ${syslogContract.qumulo.appName} - - - `;
}

// RFC 3164, section 4.1: PRI, date without year, host, tag. Example: `<14>Nov 23 08:15:31 vm app[12]: text`
const OLD_LINE = /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+) ([\w.-]+)(?:\[\d+\])?:?( [\s\S]*)$/;

// RFC 5424, section 6: PRI, version, time, host, app-name, rest. Example: `<14>1 2026-11-23T08:15:30Z nas-1 qumulo - - - text`
const NEW_LINE = /^<\d{1,3}>1 (\S+) (\S+) (\S+)(?: ([\s\S]*))?$/;

/** Returns the time in a line's header, as it is written. Undefined if the line has no RFC 5424 header with a valid time. */
export function headerTime(line: string): string | undefined {
  const [, time] = NEW_LINE.exec(line) ?? [];
  return time === undefined || Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** Whether a line of an events file is a bare message, without a syslog header. */
export function isBare(line: Buffer): boolean {
  const text = line.toString();
  return !NEW_LINE.test(text) && !OLD_LINE.test(text);
}

/**
 * Returns the text that the forwarder regards as the message body: the text after `PROCID MSGID -`, or, if the line
 * does not contain these, all text after the app-name.
 */
function bodyAfterHeader(rest: string): string {
  if (/^- - -\s*$/.test(rest)) return "";
  const [, body] = /^\S+ \S+ - ([\s\S]+)$/.exec(rest) ?? [];
  return body ?? rest;
}

/** Makes a message from a line in an events file. A line with a header stays unchanged; a bare body gets a header from `node`. */
export function toMessage(text: Buffer, node: string, now: Date): Message {
  const line = text.toString();
  const [, , sender, appName, afterAppName = ""] = NEW_LINE.exec(line) ?? [];
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
 * Returns a message body as it must arrive. rsyslog replaces control characters by # and three octal digits, except TAB, which
 * the deployed configuration keeps, and DEL, which rsyslog never escapes. All other characters are unchanged.
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
 * Splits a file into lines without changing a byte. The line feed is not part of a line, but a carriage return before it is.
 * Empty lines are omitted.
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
