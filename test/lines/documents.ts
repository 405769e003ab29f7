import type { Snippet } from "./shell";

/** Programs whose lines are printed for a person. */
export const PROGRAMS = ["az", "firewall-cmd", "nc", "pulumi", "qq", "ufw"] as const;
const BEGIN = new RegExp(`^(?:${PROGRAMS.join("|")}|ask|while) `);

/** Commands of a Markdown page: its blocks of shell lines, then commands within the text, in the order of the page. */
export function documentSnippets(from: string, page: string): Snippet[] {
  const blocks: Snippet[] = [];
  const spans: Snippet[] = [];
  let about = "";
  /** Lines of the block that is open, with the language that it names. */
  let open: { readonly language: string; readonly lines: string[] } | undefined;
  for (const line of page.split("\n")) {
    if (line.startsWith("```")) {
      if (open?.language === "sh") blocks.push({ from, about, text: open.lines.join("\n") });
      open = open === undefined ? { language: line.slice(3), lines: [] } : undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (line !== "") {
      about = line;
      for (const [, span = ""] of line.matchAll(/`([^`]+)`/g)) {
        // A bar within a table is written with a backslash.
        const text = line.startsWith("|") ? span.replaceAll("\\|", "|") : span;
        if (BEGIN.test(text)) spans.push({ from, about, text });
      }
    }
  }
  return [...blocks, ...spans];
}

const COMMAND = new RegExp(`(?:^\\s*|: |^\\s*"?\\w*"?: ")((?:${PROGRAMS.join("|")}) .*)$`, "gm");

/**
 * Commands of a text that a program prints: each begins its line or follows a colon, and goes on to the end of the line,
 * so that a person sees what to paste.
 */
export const printedSnippets = (from: string, text: string, about = text): Snippet[] =>
  [...text.matchAll(COMMAND)].map(([, command = ""]) => ({ from, about, text: command }));

/** The `qq` and `az` lines of a text that do not stand where `printedSnippets` finds them. */
export function hiddenCommands(text: string): string[] {
  const rest = text.replace(COMMAND, "");
  return [...rest.matchAll(/.*(?<![\w/.-])(?:qq|az) (?:--?\w|[a-z]).*/g)].map(([line]) => line);
}
