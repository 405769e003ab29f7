/** An RFC 5424 line taken apart. */
export interface SyslogLine {
  readonly facility: number;
  readonly severity: number;
  readonly time: string;
  readonly host: string;
  readonly appName: string;
  readonly processId: string;
  readonly message: string;
}

// RFC 5424, section 6: PRI VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG].
const LINE = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\"]|"(?:[^"\\]|\\.)*")*\])+)(?: ([\s\S]*))?$/;

/** Takes a line apart, or gives `undefined` where it is no RFC 5424. */
export function parseSyslogLine(line: string): SyslogLine | undefined {
  const [, priority, time, host, appName, processId, , , message = ""] = LINE.exec(line) ?? [];
  if (!priority || !time || !host || !appName || !processId) return undefined;
  return { facility: Number(priority) >> 3, severity: Number(priority) & 7, time, host, appName, processId, message };
}
