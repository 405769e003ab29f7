import type { Snippet } from "./shell";

/** Programs whose command lines the project prints or documents. */
export const PROGRAMS = ["az", "firewall-cmd", "nc", "pulumi", "qq", "ufw"] as const;
const BEGIN = new RegExp(`^(?:${PROGRAMS.join("|")}|ask|while) `);

/** The commands of a Markdown page: first its shell blocks, then the commands within the text, each in the page's order. */
export function documentSnippets(from: string, page: string): Snippet[] {
  const blocks: Snippet[] = [];
  const spans: Snippet[] = [];
  let about = "";
  /** The lines of the current block, with its language. */
  let open: { readonly language: string; readonly lines: string[] } | undefined;
  for (const line of page.split("\n")) {
    if (line.startsWith("```")) {
      if (open?.language === "sh") blocks.push({ from, about, text: open.lines.join("\n") });
      open = open === undefined ? { language: line.slice(3), lines: [] } : undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (line !== "") {
      about = line;
      for (const [, span = ""] of line.matchAll(/`([^`]+)`/g)) {
        // Within a table, a vertical bar is written with a backslash.
        const text = line.startsWith("|") ? span.replaceAll("\\|", "|") : span;
        if (BEGIN.test(text)) spans.push({ from, about, text });
      }
    }
  }
  return [...blocks, ...spans];
}

const COMMAND = new RegExp(`(?:^\\s*|: |^\\s*"?\\w*"?: ")((?:${PROGRAMS.join("|")}) .*)$`, "gm");

/**
 * The commands in a printed text. A command begins its line or follows a colon, and extends to the end of the line, so that
 * the user sees what to paste.
 */
export const printedSnippets = (from: string, text: string, about = text): Snippet[] =>
  [...text.matchAll(COMMAND)].map(([, command = ""]) => ({ from, about, text: command }));

/** The `qq` and `az` commands of a text that `printedSnippets` does not find. */
export function hiddenCommands(text: string): string[] {
  const rest = text.replace(COMMAND, "");
  return [...rest.matchAll(/.*(?<![\w/.-])(?:qq|az) (?:--?\w|[a-z]).*/g)].map(([line]) => line);
}
