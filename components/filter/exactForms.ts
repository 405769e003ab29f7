/**
 * The forms of a line that every parser reads in the same way, as regular expressions for which POSIX, RE2 and JavaScript
 * give the same result. A rule drops only lines that have one of these forms, because it must drop the same lines in rsyslogd
 * and in a transformation.
 */

/**
 * CSV without a double quote in a field. The cluster doubles such quotes, and neither rsyslogd nor a transformation can
 * decode them. rsyslogd writes a carriage return at the end as `#015`.
 * Example: `10.1.2.3,"AD\bob",smb2,fs_rename,ok,1000019,"/a","/b"`.
 */
export const CSV_FORM = '^[^",]*,"[^"]*",[^",]*,[^",]*,[^",]*,[^",]*,"[^"]*","[^"]*"(#015)?$';

/** The parts of the syntax in which POSIX and RE2 differ: control characters in a bracket expression, and the start of a group. */
const SYNTAX = {
  posix: { controls: "[:cntrl:]", group: "(" },
  /** Also for JavaScript. Groups do not capture, because RE2 and JavaScript differ in what a repeated group captures. */
  re2: { controls: "\\x00-\\x1f", group: "(?:" },
};

/**
 * Returns the pattern for JSON that all parsers read in the same way. Keys consist of lower-case letters, digits and `_`,
 * because rsyslogd ignores the case of keys. Only backslashes, quotes and slashes may be escaped. Commas before a closing
 * bracket, comments, and numbers with a leading zero are excluded. The JSON parser checks whether brackets match.
 * Example: `{"user_ip":"10.1.2.3","operation":"fs_delete","status":"ok","details":{"path":"/a"}}`.
 */
export function jsonForm(syntax: keyof typeof SYNTAX): string {
  const { controls, group: of } = SYNTAX[syntax];
  const letters = `[^"\\\\${controls}]*`;
  const text = `"${letters}${of}\\\\["\\\\/]${letters})*"`;
  const number = `-?${of}0|[1-9][0-9]*)${of}\\.[0-9]+)?`;
  const start = `"[a-z0-9_]+": ?${of}${number})?|${text}|true|false|null|\\{|\\[ ?${of}${number})?`;
  return `^\\{ ?${of}${of}, ?)?${of}${start}) ?|, ?${number} ?|${of}\\]|\\}) ?)*$`;
}

/**
 * Keys that the filter reads. If one of these keys occurs twice, parsers may use different values, so the line does not have
 * the exact form.
 */
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

/** RE2 pattern for a line in which one of these keys occurs twice. */
export const KEY_TWICE = READ_KEYS.map((key) => `"${key}":.*"${key}":`).join("|");

/**
 * Returns the text `"key":` as it appears in a raw line. Quotes inside values are escaped, so a file name cannot contain this
 * text.
 * Example: `"operation":`.
 */
export const jsonKey = (key: (typeof READ_KEYS)[number]): string => `"${key}":`;

/**
 * Deepest nesting that rsyslogd parses; the whole line is level 1.
 * Source: libfastjson, json_tokener.h, JSON_TOKENER_DEFAULT_DEPTH.
 */
export const DEEPEST = 32;

const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
/** Pattern for an IPv4 address in the usual notation, without leading zeros. Example: `10.1.2.3`. */
export const ADDRESS_FORM = `^${OCTET}(\\.${OCTET}){3}$`;

/**
 * Pattern for a path that has `.` or `..` as a component, so it may resolve to a path in another folder.
 * Example: `/scratch/../finance/a`.
 */
export const DOTTED_PATH = "(^|[/\\\\])\\.\\.?([/\\\\]|$)";

/**
 * Returns a regular expression for paths that possibly start with one of the prefixes. The expression ignores case, because
 * SMB does, and treats repeated slashes as one. A run of non-ASCII characters in a prefix matches any run of them in a path,
 * because parsers change the case of these characters in different ways. Example: `possiblePath(["/proj"])` is
 * `^([/\\]+[pP][rR][oO][jJ])`.
 */
export const possiblePath = (prefixes: readonly string[]): string => `^(${prefixes.map(possiblePrefix).join("|")})`;

const possiblePrefix = (prefix: string): string =>
  prefix.replace(/[/\\]+|[^ -~]+|[a-z]|[.$*+?(){}|]|[[\]^]/gi, (part) => {
    if (/^[/\\]/.test(part)) return "[/\\\\]+";
    if (/^[^ -~]/.test(part)) return "[^ -~]+";
    if (/[a-z]/i.test(part)) return `[${part.toLowerCase()}${part.toUpperCase()}]`;
    return /[[\]^]/.test(part) ? `\\${part}` : `[${part}]`;
  });
