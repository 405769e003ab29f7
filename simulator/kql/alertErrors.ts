import { analyze, errorsOf, type Schema } from "./language";
import { Node } from "./tree";

/** Functions that Azure Monitor lacks. Source: learn.microsoft.com/azure/azure-monitor/logs/log-query-overview. */
const NOT_IN_AZURE_MONITOR =
  /^(cluster|database|cursor_after|cursor_before_or_at|cursor_current|current_principal|extent_id|extent_tags)$/;
/**
 * Plugins that alert rules do not support. Rules that run every minute support neither `ingestion_time` nor functions that
 * read a table, so they cannot use this project's functions.
 * Source: learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule.
 */
const NOT_IN_ALERTS = /^(bag_unpack|pivot|narrow)$/;

/** Returns the errors in a log search alert's query. Source: learn.microsoft.com/azure/azure-monitor/alerts/alerts-log-query. */
export function alertErrors(text: string, schema: Schema): string[] {
  const code = analyze(text, schema);
  const errors = errorsOf(code);
  const operators: string[] = [];
  const visit = (node: Node): void => {
    const { kind } = node;
    if (kind.endsWith("Operator") && node.isTable) operators.push(kind);
    if (kind === "SearchOperator" || kind === "UnionOperator")
      errors.push(`alert rules do not support ${kind.replace("Operator", "").toLowerCase()}`);
    if (kind === "TakeOperator") errors.push("take returns arbitrary rows, so an alert would fire by chance");
    if (kind === "AliasStatement" || kind === "QueryParametersStatement") errors.push(`Azure Monitor has no ${kind}`);
    if (kind === "FunctionCallExpression") {
      const { name } = node.part("Name");
      if (NOT_IN_AZURE_MONITOR.test(name)) errors.push(`Azure Monitor has no ${name}()`);
      if (NOT_IN_ALERTS.test(name)) errors.push(`alert rules do not support ${name}`);
      const [span] = node.part("ArgumentList").list("Expressions");
      if (name === "ago" && span !== undefined && !span.kind.endsWith("LiteralExpression"))
        errors.push("ago() needs a literal in alert rules");
    }
  };
  // The service also checks the bodies of the functions that the query calls.
  const inside = (node: Node): void => {
    node.walk((one) => {
      visit(one);
      const { calledBody } = one;
      if (calledBody !== undefined) inside(calledBody);
    });
  };
  inside(Node.of(code.Syntax));
  if (operators.at(-1) === "CountOperator") errors.push("it ends with count, but the service appends its own count");
  if (Buffer.byteLength(text) > 65_536) errors.push("it is larger than 64 KB, the limit for a rule");
  return [...new Set(errors)];
}
