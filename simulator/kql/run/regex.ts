import { NotImplemented } from "./value";

const cache = new Map<string, RegExp>();

/**
 * Translates an RE2 pattern to JavaScript. Two differences matter: in RE2, `\s` matches only ASCII spaces, and the only
 * character that `.` does not match is the line feed. Throws NotImplemented for other constructs that differ in JavaScript.
 * Source: github.com/google/re2/wiki/Syntax.
 */
export function regex(pattern: string, flags = ""): RegExp {
  const key = `${flags}/${pattern}`;
  const found = cache.get(key);
  if (found !== undefined) return found;
  const made = translate(pattern, flags);
  cache.set(key, made);
  return made;
}

function translate(pattern: string, given: string): RegExp {
  let flags = `u${given}`;
  let rest = pattern;
  const [whole, inline] = /^\(\?([a-zA-Z]+)\)/.exec(rest) ?? [];
  if (whole !== undefined && inline !== undefined) {
    if (/[^is]/.test(inline)) throw new NotImplemented(`the flags ${whole} in a regular expression`);
    if (inline.includes("i")) flags += "i";
    rest = rest.slice(whole.length);
  }
  const dotAll = inline?.includes("s") ?? false;
  let inClass = false;
  // Matches an escape, a group prefix, a bracket of a character class, or a dot. Examples: `\p{L}`, `(?:`, `[`, `.`.
  const text = rest.replace(
    /\[\\s\\S\]|\\(p\{\^?\w+\}|P\{\w+\}|x\{[0-9a-fA-F]+\}|[\s\S])|\(\?[\s\S]|[[\].]/g,
    (part, escaped?: string) => {
      // `[\s\S]` means any character in both dialects.
      if (part === "[\\s\\S]") return part;
      if (escaped !== undefined) return escapeOf(escaped, part, inClass);
      if (part === "[") {
        if (inClass) return "\\[";
        inClass = true;
        return part;
      }
      if (part === "]") inClass = false;
      if (part === ".") return inClass ? part : dotAll ? "[\\s\\S]" : "[^\\n]";
      if (part.startsWith("(?") && part !== "(?:" && part !== "(?P" && part !== "(?<")
        throw new NotImplemented(`${part} in a regular expression`);
      return part === "(?P" ? "(?" : part;
    },
  );
  try {
    return new RegExp(text, flags);
  } catch (error) {
    throw new NotImplemented(`the regular expression ${pattern} (${error instanceof Error ? error.message : error})`);
  }
}

function escapeOf(escaped: string, part: string, inClass: boolean): string {
  const blanks = "\\t\\n\\f\\r ";
  if (escaped === "s") return inClass ? blanks : `[${blanks}]`;
  if (escaped === "S") {
    if (inClass) throw new NotImplemented("\\S in a character class of a regular expression");
    return `[^${blanks}]`;
  }
  if (escaped === "z") return "$";
  if (escaped === "A") return "^";
  if (escaped.startsWith("x{")) return `\\u${escaped.slice(1)}`;
  if (/^[QEC1-9]$/.test(escaped)) throw new NotImplemented(`${part} in a regular expression`);
  // With the flag u, JavaScript accepts a backslash only before characters that have a special meaning.
  if (/^[^\w\s^$\\.*+?()[\]{}|/-]$/.test(escaped) || (escaped === "-" && !inClass)) return escaped;
  return part;
}
