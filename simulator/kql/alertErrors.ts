import { analyze, errorsOf, items, type Schema } from "./language";
import { Node } from "./tree";

/** A log search alert rule. */
export interface AlertRule {
  readonly query: string;
  /** The interval between the rule's runs, in minutes. Default: 5. */
  readonly everyMinutes?: number;
  /** The result's columns by which the service splits alerts. Default: none. */
  readonly dimensions?: readonly string[];
  /** The result's column that the service compares with the threshold. Default: the service counts the rows. */
  readonly metricMeasureColumn?: string;
}

/** Functions that Azure Monitor lacks. Source: learn.microsoft.com/azure/azure-monitor/logs/log-query-overview. */
const NOT_IN_AZURE_MONITOR =
  /^(cluster|database|cursor_after|cursor_before_or_at|cursor_current|current_principal|extent_id|extent_tags)$/;
/** Source: learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits, Alerts: the size of a log search alert rule. */
const MOST_BYTES = 65_536;
/**
 * Source of this number, of the types below, and of all other limits in this file that have no source of their own:
 * learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule.
 */
const MOST_DIMENSIONS = 6;
const NUMBERS: readonly string[] = ["long", "int", "real", "decimal"];
const DIMENSION_TYPES: readonly string[] = ["string", ...NUMBERS];

/**
 * Returns the errors in a log search alert rule: the binder's errors, and what the binder accepts but Azure refuses or
 * evaluates differently.
 */
export function alertErrors(rule: AlertRule, schema: Schema): string[] {
  const { query, everyMinutes = 5 } = rule;
  const code = analyze(query, schema);
  const root = Node.of(code.Syntax);
  const errors = errorsOf(code);
  const everyMinute = everyMinutes === 1;
  visitAll(root, (node, isInFunction) => {
    errors.push(...errorsIn(node, isInFunction));
    if (everyMinute) errors.push(...errorsEveryMinute(node, Object.keys(schema.tables)));
  });
  errors.push(...errorsOfEnds(root));
  errors.push(
    ...errorsOfColumns(rule, new Map(items(code.ResultType?.Columns).map((one) => [one.Name, one.Type.Name]))),
  );
  if (Buffer.byteLength(query) > MOST_BYTES) errors.push("it is larger than 64 KB, the limit for a rule");
  return [...new Set(errors)];
}

/** Visits all nodes of a query, and of the functions that it calls. */
export function visitAll(root: Node, visit: (node: Node, isInFunction: boolean) => void): void {
  const visited = new Set<Node>();
  const inside = (node: Node, isInFunction: boolean): void => {
    if (visited.has(node)) return;
    visited.add(node);
    visit(node, isInFunction);
    const { calledBody } = node;
    if (calledBody !== undefined) inside(calledBody, true);
    for (const child of node.children) inside(child, isInFunction || node.kind === "FunctionDeclaration");
  };
  inside(root, false);
}

function errorsIn(node: Node, isInFunction: boolean): string[] {
  switch (node.kind) {
    // Source: learn.microsoft.com/azure/azure-monitor/alerts/alerts-log-query, "search and union".
    case "SearchOperator":
    case "UnionOperator":
      return [`alert rules do not support ${node.kind.replace("Operator", "").toLowerCase()}`];
    case "TakeOperator":
      return ["take returns arbitrary rows, so an alert would fire by chance"];
    // The documentation names bag_unpack, pivot and narrow as unsupported plugins, and names no supported one.
    case "EvaluateOperator":
      return ["alert rules do not support evaluate"];
    // Nothing documents that a rule may read data from a URL.
    case "ExternalDataExpression":
      return ["alert rules do not support externaldata"];
    case "AliasStatement":
    case "QueryParametersStatement":
      return [`Azure Monitor has no ${node.kind}`];
    case "TokenName":
      return node.text === "AggregatedValue" ? ["AggregatedValue is a reserved word in alert rules"] : [];
    case "FunctionCallExpression":
      return errorsOfCall(node, isInFunction);
    default:
      return [];
  }
}

function errorsOfCall(node: Node, isInFunction: boolean): string[] {
  const { name } = node.part("Name");
  if (NOT_IN_AZURE_MONITOR.test(name)) return [`Azure Monitor has no ${name}()`];
  if (name !== "now" && name !== "ago") return [];
  // The service replaces relative times only in the rule's own query. In a function, the results would be inconsistent.
  if (isInFunction) return [`${name}() stands in a function: pass the time as an argument`];
  const [span] = node.part("ArgumentList").list("Expressions");
  return span === undefined || span.kind.endsWith("LiteralExpression")
    ? []
    : [`${name}() needs a literal in alert rules`];
}

/**
 * Returns the errors that a node causes in a rule that runs every minute. Such a rule supports neither `take` nor
 * `ingestion_time()`, nor functions that read tables.
 */
function errorsEveryMinute(node: Node, tables: readonly string[]): string[] {
  if (node.kind === "TakeOperator") return ["rules that run every minute do not support take"];
  if (node.kind !== "FunctionCallExpression" && node.kind !== "NameReference") return [];
  const { name } = node.kind === "NameReference" ? node : node.part("Name");
  if (name === "ingestion_time") return ["rules that run every minute do not support ingestion_time()"];
  let readsTable = false;
  node.calledBody?.walk((one) => {
    if (one.kind === "NameReference" && one.isTable && tables.includes(one.name)) readsTable = true;
  });
  return readsTable ? [`rules that run every minute do not support ${name}, which reads a table`] : [];
}

/** Returns the errors in a query's source and in its last operator. Source: the page alerts-log-query. */
function errorsOfEnds(root: Node): string[] {
  const statements = root.list("Statements");
  const last = statements.at(-1)?.maybe("Expression");
  if (last === undefined) return [];
  const errors: string[] = [];
  if (last.kind === "PipeExpression" && last.part("Operator").kind === "CountOperator")
    errors.push("it ends with count, but the service appends its own count");
  let source = last;
  for (let before: Node | undefined; source !== before; ) {
    before = source;
    if (["PipeExpression", "ParenthesizedExpression", "MaterializeExpression"].includes(source.kind))
      source = source.part("Expression");
    if (source.kind === "NameReference") {
      const { name } = source;
      const found = statements.find((one) => one.kind === "LetStatement" && one.part("Name").name === name);
      source = found?.part("Expression") ?? source;
    }
  }
  if (source.kind === "PrintOperator") errors.push("it starts with print: a rule must start with a table");
  if (source.kind === "DataTableExpression") errors.push("it starts with datatable: a rule must start with a table");
  return errors;
}

function errorsOfColumns(
  { dimensions = [], metricMeasureColumn }: AlertRule,
  types: ReadonlyMap<string, string>,
): string[] {
  const errors: string[] = [];
  if (dimensions.length > MOST_DIMENSIONS)
    errors.push(`it has ${dimensions.length} dimensions; ${MOST_DIMENSIONS} are allowed`);
  for (const name of dimensions) {
    const type = types.get(name);
    if (type === undefined) errors.push(`its result has no column ${name} for the dimension`);
    else if (!DIMENSION_TYPES.includes(type))
      errors.push(`the dimension ${name} is a ${type}; dimensions must be strings or numbers`);
  }
  const measured = metricMeasureColumn === undefined ? "long" : types.get(metricMeasureColumn);
  if (measured === undefined)
    errors.push(`its result has no column ${metricMeasureColumn} to compare with the threshold`);
  else if (!NUMBERS.includes(measured))
    errors.push(`the column ${metricMeasureColumn} is a ${measured}; only a number can be compared with the threshold`);
  return errors;
}
