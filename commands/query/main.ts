import { BindError } from "../../simulator/kql/run/database";
import type { Table } from "../../simulator/kql/run/table";
import { NotImplemented } from "../../simulator/kql/run/value";
import { BROKEN_PIPE, onBrokenPipe } from "../brokenPipe";
import { readRehearsed } from "../rehearse/outFolder";
import { terminalWidth, wrapped, wrappedSentences } from "../terminal";
import { readOptions, USAGE } from "./options";
import { explainDiagnostics } from "./queryError";
import { habitIn } from "./queryHabits";
import { knownNames, openWorkspace } from "./rehearsedWorkspace";
import { resultLines, sourceLine } from "./resultLines";

/** Runs the query. If the query is wrong or cannot run here, throws an error that explains why. */
function run(query: string, out: string): Table {
  try {
    return openWorkspace(out).run(query, new Date());
  } catch (error) {
    if (error instanceof BindError) throw new Error(explainDiagnostics(query, error.diagnostics, knownNames(out)));
    if (error instanceof NotImplemented)
      throw new Error(
        `The query cannot run here: ${error.message}. It may run in Azure. ${habitIn(query)?.hint ?? ""}`.trimEnd(),
      );
    throw error;
  }
}

function main(): void {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    console.log(USAGE);
    return;
  }
  const { query, out } = options;
  const result = run(query, out);
  console.error(wrapped(sourceLine(readRehearsed(out)), terminalWidth()));
  for (const line of resultLines(result, options, terminalWidth())) console.log(line);
}

onBrokenPipe(() => process.exit(BROKEN_PIPE));
try {
  main();
} catch (error) {
  console.error(wrappedSentences(error instanceof Error ? error.message : String(error), terminalWidth()));
  process.exitCode = 1;
}
