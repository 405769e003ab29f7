import { createHash } from "node:crypto";
import { regex } from "../regex";
import { compare, NotImplemented, type Value } from "../value";
import { list, ofText, type Scalar, text } from "./function";

const letters = (value: string): string[] => [...value];

/** `substring`. Positions count UTF-16 code units, as in .NET. */
function substring(source: string, start: number, length?: number): string {
  const from = start < 0 ? Math.max(source.length + start, 0) : start;
  return length === undefined || length < 0 ? source.slice(from) : source.slice(from, from + length);
}

function parseCsv(line: string): string[] {
  // Reads only the first record. In a quoted field, two quotes stand for one.
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    let field = "";
    if (line[at] === '"') {
      for (at += 1; at < line.length; at += 1) {
        if (line[at] !== '"') field += line[at];
        else if (line[at + 1] === '"') {
          field += '"';
          at += 1;
        } else break;
      }
      at += 1;
      const end = line.indexOf(",", at);
      field += line.slice(at, end < 0 ? undefined : end);
      at = end < 0 ? line.length + 1 : end + 1;
    } else {
      const end = /[,\n]/.exec(line.slice(at));
      field = line.slice(at, end === null ? undefined : at + end.index);
      at = end === null ? line.length + 1 : line[at + end.index] === "\n" ? line.length + 1 : at + end.index + 1;
    }
    fields.push(field);
  }
  return fields;
}

/** `extract`. Returns one capture group of the first match. */
const extract: Scalar = (values, types) => {
  const found = regex(text(values, types, 0)).exec(text(values, types, 2));
  return found?.[Number(values[1])] ?? "";
};
/**
 * `extract_all`. Returns each match's capture group, or, if the pattern has several groups, an array of each match's
 * groups.
 */
const extractAll: Scalar = (values, types) => {
  if (values.length > 2) throw new NotImplemented("extract_all with capture groups");
  const matches = [...text(values, types, 1).matchAll(regex(text(values, types, 0), "g"))];
  const groups = matches.map((match) => match.slice(1).map((group) => group ?? ""));
  if (groups[0] === undefined) return null;
  return groups[0].length === 1 ? groups.map(([group]) => group ?? "") : groups;
};

/** Converts an RE2 replacement, in which `\1` refers to a group, to JavaScript's syntax. */
const rewrite = (value: string): string =>
  value.replaceAll("$", "$$$$").replace(/\\(\d)/g, (_, group) => (group === "0" ? "$&" : `$${group}`));

const trim = (pattern: string, value: string, ends: "start" | "end" | "both"): string => {
  const start = ends === "end" ? value : value.replace(regex(`^(?:${pattern})+`), "");
  return ends === "start" ? start : start.replace(regex(`(?:${pattern})+$`), "");
};

function indexOf(source: string, lookup: string, start: Value = 0): number {
  return source.indexOf(lookup, Number(start));
}

export const textFunctions: Readonly<Record<string, Scalar>> = {
  strlen: ofText((value) => value.length),
  string_size: ofText((value) => Buffer.byteLength(value)),
  tolower: ofText((value) => value.toLowerCase()),
  toupper: ofText((value) => value.toUpperCase()),
  reverse: ofText((value) => letters(value).reverse().join("")),
  strcat: ofText((...parts) => parts.join("")),
  strcat_delim: ofText((delimiter, ...parts) => parts.join(delimiter)),
  strrep: ofText((value, times, delimiter = "") => Array.from({ length: Number(times) }, () => value).join(delimiter)),
  strcmp: ofText((left = "", right = "") => Math.sign(compare(left, right))),
  isempty: ofText((value) => value === ""),
  isnotempty: ofText((value) => value !== ""),
  substring: (values, types) =>
    substring(text(values, types, 0), Number(values[1]), values[2] === undefined ? undefined : Number(values[2])),
  indexof: (values, types) => indexOf(text(values, types, 0), text(values, types, 1), values[2]),
  countof: ofText((source, part, kind = "normal") =>
    kind === "regex" ? [...source.matchAll(regex(part, "g"))].length : source.split(part).length - 1,
  ),
  split: (values, types) => {
    const parts = text(values, types, 0).split(text(values, types, 1));
    return values[2] === undefined ? parts : [parts[Number(values[2])] ?? ""];
  },
  extract,
  extract_all: extractAll,
  replace_string: ofText((source, from, to) => source.replaceAll(from, () => to)),
  replace_regex: ofText((source, pattern, to) => source.replace(regex(pattern, "g"), rewrite(to))),
  replace: ofText((pattern, to, source) => source.replace(regex(pattern, "g"), rewrite(to))),
  replace_strings: (values, types) => {
    const [from, to] = [list(values[1]), list(values[2])];
    return (from ?? []).reduce<string>(
      (source, part, index) => source.replaceAll(String(part), () => String(to?.[index] ?? "")),
      text(values, types, 0),
    );
  },
  trim: ofText((pattern, value) => trim(pattern, value, "both")),
  trim_start: ofText((pattern, value) => trim(pattern, value, "start")),
  trim_end: ofText((pattern, value) => trim(pattern, value, "end")),
  url_encode: ofText(encodeURIComponent),
  url_decode: ofText((value) => {
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  }),
  base64_encode_tostring: ofText((value) => Buffer.from(value).toString("base64")),
  base64_decode_tostring: ofText((value) => Buffer.from(value, "base64").toString()),
  hash_sha256: ofText((value) => createHash("sha256").update(value).digest("hex")),
  hash_md5: ofText((value) => createHash("md5").update(value).digest("hex")),
  parse_csv: ofText((line) => parseCsv(line)),
  has_any_index: (values, types) => {
    const source = text(values, types, 0).toLowerCase();
    return (list(values[1]) ?? []).findIndex((term) => hasTerm(source, String(term).toLowerCase()));
  },
};

/** Whether a character is part of a term. */
export const isAlphanumeric = (letter: string | undefined): boolean =>
  letter !== undefined && (letter > "\x7f" ? /[\p{L}\p{N}]/u : /[A-Za-z0-9]/).test(letter);

/** Whether a text contains a term. Every character that is neither a letter nor a digit separates terms, even `_`. */
export function hasTerm(source: string, term: string): boolean {
  if (term === "") return true;
  for (let at = source.indexOf(term); at >= 0; at = source.indexOf(term, at + 1)) {
    const before = !isAlphanumeric(term[0]) || !isAlphanumeric(source[at - 1]);
    const after = !isAlphanumeric(term.at(-1)) || !isAlphanumeric(source[at + term.length]);
    if (before && after) return true;
  }
  return false;
}
