import type { Snippet } from "./shell";

/** The programs whose command lines the project prints or documents. */
export const PROGRAMS = ["az", "firewall-cmd", "nc", "pulumi", "qq", "ufw"] as const;
const BEGIN = new RegExp(`^(?:${PROGRAMS.join("|")}|ask|while) `);

/**
 * Returns the commands in a Markdown page: first its shell blocks, then the commands in its text, each in the page's order.
 */
export function documentSnippets(from: string, page: string): Snippet[] {
  const blocks: Snippet[] = [];
  const spans: Snippet[] = [];
  let about = "";
  /** The language and the lines of the current block. */
  let open: { readonly language: string; readonly lines: string[] } | undefined;
  for (const line of page.split("\n")) {
    if (line.startsWith("```")) {
      if (open?.language === "sh") blocks.push({ from, about, text: open.lines.join("\n") });
      open = open === undefined ? { language: line.slice(3), lines: [] } : undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (line !== "") {
      about = line;
      for (const [, span = ""] of line.matchAll(/`([^`]+)`/g)) {
        // In Markdown tables, a vertical bar is escaped with a backslash.
        const text = line.startsWith("|") ? span.replaceAll("\\|", "|") : span;
        if (BEGIN.test(text)) spans.push({ from, about, text });
      }
    }
  }
  return [...blocks, ...spans];
}

const COMMAND = new RegExp(`(?:^\\s*|: |^\\s*"?\\w*"?: ")((?:${PROGRAMS.join("|")}) .*)$`, "gm");

/**
 * Returns the commands in a printed text. A command begins its line or follows a colon, and ends with the line, so that
 * users recognize what to paste.
 */
export const printedSnippets = (from: string, text: string, about = text): Snippet[] =>
  [...text.matchAll(COMMAND)].map(([, command = ""]) => ({ from, about, text: command }));

/** Returns a text's lines with `qq` or `az` commands that `printedSnippets` does not find. */
export function hiddenCommands(text: string): string[] {
  const rest = text.replace(COMMAND, "");
  return [...rest.matchAll(/.*(?<![\w/.-])(?:qq|az) (?:--?\w|[a-z]).*/g)].map(([line]) => line);
}
