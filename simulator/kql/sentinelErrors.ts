import { visitAll } from "./alertErrors";
import { analyze, errorsOf, type Schema } from "./language";
import { Node } from "./tree";

/** A scheduled analytics rule of Microsoft Sentinel. */
export interface SentinelRule {
  readonly query: string;
  readonly everyMinutes: number;
  /** How far back the query reads. */
  readonly lookBackMinutes: number;
}

const DAY = 24 * 60;
/** Source of the limits in this file: learn.microsoft.com/azure/sentinel/scheduled-rules-overview. */
const MOST_CHARACTERS = 10_000;
const [SHORTEST, LONGEST] = [5, 14 * DAY];

/** Returns the errors in an analytics rule: the binder's errors, and what the binder accepts but Sentinel refuses. */
export function sentinelErrors({ query, everyMinutes, lookBackMinutes }: SentinelRule, schema: Schema): string[] {
  const code = analyze(query, schema);
  const errors = errorsOf(code);
  visitAll(Node.of(code.Syntax), ({ kind, children }) => {
    if (kind !== "SearchOperator" && kind !== "UnionOperator") return;
    const hasStar = children.some(
      (child) => child.kind === "StarExpression" || (child.kind === "List" && child.text.split(",").includes("*")),
    );
    if (hasStar) errors.push(`Sentinel does not support ${kind.replace("Operator", "").toLowerCase()} *`);
  });
  if (query === "" || query.length > MOST_CHARACTERS)
    errors.push(`it has ${query.length} characters; from 1 to ${MOST_CHARACTERS} are allowed`);
  for (const [what, minutes] of [
    ["interval", everyMinutes],
    ["look-back", lookBackMinutes],
  ] as const)
    if (minutes < SHORTEST || minutes > LONGEST)
      errors.push(`its ${what} is ${minutes} minutes; from 5 minutes to 14 days are allowed`);
  if (everyMinutes > lookBackMinutes) errors.push("it runs less often than its look-back, so it would miss events");
  // Source: learn.microsoft.com/azure/sentinel/compare-analytics-rules-custom-detections.
  if (lookBackMinutes > 2 * DAY && everyMinutes < 60)
    errors.push("a look-back over two days needs an interval of at least one hour");
  return [...new Set(errors)];
}
