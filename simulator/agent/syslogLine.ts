/** The parts of an RFC 5424 line. */
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
// Example: `<134>1 2026-11-23T08:15:30Z nas-1 qumulo - - - 10.0.0.1,"alice",smb2,fs_open,ok,1,"/x",""`
const LINE = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\"]|"(?:[^"\\]|\\.)*")*\])+)(?: ([\s\S]*))?$/;

/** Parses a syslog line. Returns undefined for a line that is not in the RFC 5424 format. */
export function parseSyslogLine(line: string): SyslogLine | undefined {
  const [, priority, time, host, appName, processId, , , message = ""] = LINE.exec(line) ?? [];
  if (!priority || !time || !host || !appName || !processId) return undefined;
  return { facility: Number(priority) >> 3, severity: Number(priority) & 7, time, host, appName, processId, message };
}
