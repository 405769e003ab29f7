/**
 * The forms in which a line can be read without a guess, as regular expressions that POSIX, RE2 and JavaScript read
 * alike: what drops an event must mean the same in rsyslogd and in a transformation. Rules drop no line of another form.
 */

/**
 * CSV without a quote in a field: the cluster doubles one, and neither rsyslogd nor a transformation can undo that. A
 * carriage return at its end has become `#015` in rsyslogd.
 */
export const CSV_FORM = '^[^",]*,"[^"]*",[^",]*,[^",]*,[^",]*,[^",]*,"[^"]*","[^"]*"(#015)?$';

/** How kinds of expressions write control characters within a class, and a group. */
const DIALECTS = {
  posix: { controls: "[:cntrl:]", group: "(" },
  /** JavaScript too. The two differ in what a repeated group has kept, so none is kept. */
  re2: { controls: "\\x00-\\x1f", group: "(?:" },
};

/**
 * JSON about which no two readers differ: keys of small letters, because rsyslogd reads keys without regard to case; no
 * escapes but those of backslash, quote and slash; no comma before a bracket, no comment, no number that starts with 0.
 * Whether its parts stand in a right order is for the reader of JSON to say.
 */
export function jsonForm(dialect: keyof typeof DIALECTS): string {
  const { controls, group: of } = DIALECTS[dialect];
  const letters = `[^"\\\\${controls}]*`;
  const text = `"${letters}${of}\\\\["\\\\/]${letters})*"`;
  const number = `-?${of}0|[1-9][0-9]*)${of}\\.[0-9]+)?`;
  const start = `"[a-z0-9_]+": ?${of}${number})?|${text}|true|false|null|\\{|\\[ ?${of}${number})?`;
  return `^\\{ ?${of}${of}, ?)?${of}${start}) ?|, ?${number} ?|${of}\\]|\\}) ?)*$`;
}

/** Keys that a filter reads. Readers may differ about one that stands twice: such a line is of no form. */
export const READ_KEYS = [
  "operation",
  "status",
  "user_ip",
  "user_id",
  "name",
  "protocol",
  "details",
  "path",
  "extra_name",
  "target",
  "second_extra_name",
] as const;

/** Whether such a key stands twice, for readers of RE2. */
export const KEY_TWICE = READ_KEYS.map((key) => `"${key}":.*"${key}":`).join("|");

/** What stands before the value of a key. Within a text a quote has a backslash in front, so no name can hold this. */
export const jsonKey = (key: (typeof READ_KEYS)[number]): string => `"${key}":`;

/**
 * rsyslogd reads values up to this level, the whole line being the first.
 * Source: libfastjson, json_tokener.h, JSON_TOKENER_DEFAULT_DEPTH.
 */
export const DEEPEST = 32;

const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
/** An address of IPv4 in its one usual spelling: others are not compared with ranges. */
export const ADDRESS_FORM = `^${OCTET}(\\.${OCTET}){3}$`;

/** A path that may lead elsewhere than it begins: one of its parts is `.` or `..`. */
export const DOTTED_PATH = "(^|[/\\\\])\\.\\.?([/\\\\]|$)";

/**
 * Paths that may be meant by one of the beginnings: SMB knows no difference between a small letter and its capital, and
 * several slashes are one. Letters beyond ASCII stand for any such letters, because readers differ in their capitals.
 * Example: `^([/\\]+[pP][rR][oO][jJ])`.
 */
export const meantPath = (prefixes: readonly string[]): string => `^(${prefixes.map(meantPrefix).join("|")})`;

const meantPrefix = (prefix: string): string =>
  prefix.replace(/[/\\]+|[^ -~]+|[a-z]|[.$*+?(){}|]|[[\]^]/gi, (part) => {
    if (/^[/\\]/.test(part)) return "[/\\\\]+";
    if (/^[^ -~]/.test(part)) return "[^ -~]+";
    if (/[a-z]/i.test(part)) return `[${part.toLowerCase()}${part.toUpperCase()}]`;
    return /[[\]^]/.test(part) ? `\\${part}` : `[${part}]`;
  });
