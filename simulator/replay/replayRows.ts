import { setImmediate as nextTurn } from "node:timers/promises";
import type { Table } from "../kql/run/table";
import { type Fired, LONGEST_WAIT, type ReplayedRule, replaySteps } from "./replay";

/** How long the replay runs before signals are handled, in milliseconds. */
const TURN = 100;

/**
 * Runs the rules from the arrival of the first row until none of them can find anything more. Resolves to the alerts in
 * the order in which they fire. Rejects if `signal` aborts.
 */
export async function replayRows<Rule extends ReplayedRule>(
  rules: readonly Rule[],
  tables: Readonly<Record<string, Table>>,
  signal: AbortSignal,
): Promise<Fired<Rule>[]> {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { columns, rows } of Object.values(tables)) {
    const arrived = columns.findIndex(({ name }) => name === "_TimeReceived");
    for (const row of rows) {
      first = Math.min(first, Number(row[arrived]));
      last = Math.max(last, Number(row[arrived]));
    }
  }
  const steps = replaySteps({ tables }, rules, first, last + LONGEST_WAIT);
  for (let turn = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - turn < TURN) continue;
    await nextTurn();
    signal.throwIfAborted();
    turn = performance.now();
  }
}
