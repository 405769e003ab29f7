import { z } from "zod";
import { counted } from "../../components/counted";
import { headerTime } from "./messages";

/** A file that the user gave: its path, and its content. */
export interface GivenFile {
  readonly path: string;
  readonly content: Buffer;
}

const isTime = (text: string): boolean => z.iso.datetime({ offset: true }).safeParse(text).success;

/** Greatest number of wrong lines that an error lists. */
const LISTED = 5;

/** Returns a file's lines, trimmed. A line feed at the end does not start another line. */
const linesOf = ({ content }: GivenFile): string[] =>
  content
    .toString()
    .replace(/\r?\n$/, "")
    .split("\n")
    .map((line) => line.trim());

/**
 * Returns when each event arrived, in milliseconds since 1970. Line n of `arrival` belongs to line n of `events`. If
 * lines are wrong, throws one error that lists the first of them.
 */
export function arrivalTimes(arrival: GivenFile, events: GivenFile): number[] {
  const [about, aboutEvents] = [`--arrival ${arrival.path}`, `--events ${events.path}`];
  const [times, lines] = [linesOf(arrival), linesOf(events)];
  const empty = [
    ...emptyLines(times).map((line) => `${about}, line ${line} is empty: each event needs a time.`),
    ...emptyLines(lines).map(
      (line) => `${aboutEvents}, line ${line} is empty: with --arrival, each line must be an event.`,
    ),
  ];
  if (empty.length > 0) throw new Error(`${listed(empty)}\nDelete the empty lines:\n  sed -i '/^[[:space:]]*$/d' FILE`);
  if (times.length !== lines.length)
    throw new Error(
      `${about} has ${counted(times.length, "line")} and ${aboutEvents} has ${lines.length}. Line n of --arrival is the time at which line n of --events arrived, so both files need the same number of lines: compare them from line ${Math.min(times.length, lines.length) + 1} on.`,
    );
  const errors = times.flatMap((time, index) => {
    const line = index + 1;
    if (!isTime(time))
      return [`${about}, line ${line}: '${time.slice(0, 40)}' is not a time. Write it as 2026-11-23T08:15:32Z.`];
    const happened = headerTime(lines[index] ?? "");
    return happened !== undefined && Date.parse(time) < Date.parse(happened)
      ? [`${about}, line ${line}: ${time} is before the event happened, ${happened}. Correct one of the two times.`]
      : [];
  });
  if (errors.length > 0) throw new Error(listed(errors));
  return times.map((time) => Date.parse(time));
}

const emptyLines = (lines: readonly string[]): number[] =>
  lines.flatMap((line, index) => (line === "" ? [index + 1] : []));

const listed = (errors: readonly string[]): string =>
  [...errors.slice(0, LISTED), ...(errors.length > LISTED ? [`and ${errors.length - LISTED} more`] : [])].join("\n");
