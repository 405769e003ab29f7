import { analyze, errorsOf, items, type Schema } from "./language";
import { Node } from "./tree";

/**
 * Checks that go beyond Microsoft's binder, which knows no dialect: what a transformation of a collection rule may hold,
 * and what an alert rule may. The lists are those of the documentation; the service may refuse more.
 */

// Source: learn.microsoft.com/azure/azure-monitor/data-collection/data-collection-transformations-kql, January 2026.
const TRANSFORM_OPERATORS: readonly string[] = [
  "FilterOperator",
  "ExtendOperator",
  "ProjectOperator",
  "PrintOperator",
  "ParseOperator",
  "ProjectAwayOperator",
  "ProjectRenameOperator",
];
const TRANSFORM_FUNCTIONS = new Set(
  (
    "binary_and binary_or binary_not binary_shift_left binary_shift_right binary_xor " +
    "tobool todatetime todouble toreal toguid toint tolong tostring totimespan " +
    "ago datetime_add datetime_diff datetime_part dayofmonth dayofweek dayofyear endofday endofmonth endofweek endofyear " +
    "getmonth getyear hourofday make_datetime make_timespan now startofday startofmonth startofweek startofyear weekofyear " +
    "array_concat array_length pack_array pack parse_json parse_xml zip " +
    "abs bin floor ceiling exp exp10 exp2 isfinite isinf isnan log log10 log2 pow round sign " +
    "case iif max_of min_of base64_encodestring base64_decodestring countof extract extract_all indexof isempty isnotempty " +
    "split strcat strcat_delim strlen substring tolower toupper hash_sha256 gettype isnotnull isnull " +
    "columnifexists parse_cef_dictionary geo_location"
  ).split(" "),
);
const TRANSFORM_TEXT_OPERATORS = new Set(
  "== != =~ !~ contains !contains contains_cs !contains_cs has !has has_cs !has_cs startswith !startswith startswith_cs !startswith_cs endswith !endswith endswith_cs !endswith_cs matchesregex < <= > >= + - * / % and or".split(
    " ",
  ),
);
/** Source: learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits, data collection rules. */
const LONGEST_TRANSFORM = 15_360;
/** Source: the first page; more must be split into several statements. */
const MOST_PARSED_COLUMNS = 10;

/** A text as KQL writes it, in which two slashes are no comment. */
const TEXT_LITERAL = /@"[^"]*"|@'[^']*'|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

const walk = (node: Node, visit: (node: Node) => void): void => {
  visit(node);
  for (const child of node.children) walk(child, visit);
};

/** What is wrong with a transformation of rows of `columns` into a table of `target` columns; empty: nothing. */
export function transformMistakes(text: string, columns: string, target: Readonly<Record<string, string>>): string[] {
  const code = analyze(text, { tables: { source: columns } });
  const mistakes = errorsOf(code);
  if (text.includes("\n")) mistakes.push("it is more than one line");
  if (text.replace(TEXT_LITERAL, "").includes("//")) mistakes.push("it holds a comment");
  if (text.length > LONGEST_TRANSFORM)
    mistakes.push(`it has ${text.length} characters, and may have ${LONGEST_TRANSFORM}`);
  const root = new Node(code.Syntax);
  walk(root, (node) => mistakes.push(...transformNode(node)));
  const made = Object.fromEntries(items(code.ResultType?.Columns).map(({ Name, Type }) => [Name, Type.Name]));
  if (made.TimeGenerated !== "datetime") mistakes.push("its result has no TimeGenerated of type datetime");
  for (const [name, type] of Object.entries(made)) {
    if (target[name] === undefined) mistakes.push(`the table has no column ${name}, and would be paid for it`);
    else if (target[name] !== type) mistakes.push(`the column ${name} is a ${target[name]}, and would get a ${type}`);
  }
  return mistakes;
}

function transformNode(node: Node): string[] {
  const { kind } = node;
  if (kind.endsWith("Operator") && !TRANSFORM_OPERATORS.includes(kind) && node.isTable)
    return [`the operator ${kind.replace("Operator", "").toLowerCase()} is none of a transformation's`];
  if (kind === "FunctionCallExpression") {
    const { name } = node.part("Name");
    return TRANSFORM_FUNCTIONS.has(name) || node.calledBody !== undefined
      ? []
      : [`the function ${name} is none of a transformation's`];
  }
  if (kind === "ParseOperator") {
    const made = node.list("Patterns").filter((pattern) => /^Name(AndType)?Declaration$/.test(pattern.kind));
    return made.length > MOST_PARSED_COLUMNS
      ? [`parse makes ${made.length} columns, and may make ${MOST_PARSED_COLUMNS}`]
      : [];
  }
  if (kind === "DynamicExpression") return ["a dynamic literal must be written as parse_json('…')"];
  if (
    [
      "HasAnyExpression",
      "HasAllExpression",
      "BetweenExpression",
      "NotBetweenExpression",
      "ToScalarExpression",
      "MaterializeExpression",
    ].includes(kind)
  )
    return [`${node.text} is none of a transformation's`];
  if (node.maybe("Left") && node.maybe("Right")) {
    const operator = node.maybe("Operator")?.text.replace(/\s+/g, "") ?? "";
    const isList = operator === "in" || operator === "!in";
    if (operator !== "" && !isList && !TRANSFORM_TEXT_OPERATORS.has(operator))
      return [`the operator ${operator} is none of a transformation's`];
  }
  return [];
}

// Source: learn.microsoft.com/azure/azure-monitor/logs/log-query-overview and alerts/alerts-log-query.
const NEVER =
  /^(cluster|database|cursor_after|cursor_before_or_at|cursor_current|current_principal|extent_id|extent_tags)$/;
/**
 * Source: learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule. `ingestion_time` is refused there in
 * rules that run each minute, as are functions that read a table, such as ours; so none of ours can be in one.
 */
const NOT_IN_ALERTS = /^(bag_unpack|pivot|narrow)$/;

/** What is wrong with the query of a log search alert rule; empty: nothing. */
export function alertMistakes(text: string, schema: Schema): string[] {
  const code = analyze(text, schema);
  const mistakes = errorsOf(code);
  const operators: string[] = [];
  const visit = (node: Node): void => {
    const { kind } = node;
    if (kind.endsWith("Operator") && node.isTable) operators.push(kind);
    if (kind === "SearchOperator" || kind === "UnionOperator")
      mistakes.push(`alert rules take no ${kind.replace("Operator", "").toLowerCase()}`);
    if (kind === "TakeOperator") mistakes.push("take gives any rows: an alert would fire by chance");
    if (kind === "AliasStatement" || kind === "QueryParametersStatement") mistakes.push(`Azure Monitor has no ${kind}`);
    if (kind === "FunctionCallExpression") {
      const { name } = node.part("Name");
      if (NEVER.test(name)) mistakes.push(`Azure Monitor has no ${name}()`);
      if (NOT_IN_ALERTS.test(name)) mistakes.push(`alert rules take no ${name}`);
      const [span] = node.part("ArgumentList").list("Expressions");
      if (name === "ago" && span !== undefined && !span.kind.endsWith("LiteralExpression"))
        mistakes.push("ago() takes a literal in alert rules");
    }
  };
  // A union inside a function that is called counts as well.
  const inside = (node: Node): void => {
    walk(node, (one) => {
      visit(one);
      const { calledBody } = one;
      if (calledBody !== undefined) inside(calledBody);
    });
  };
  inside(new Node(code.Syntax));
  if (operators.at(-1) === "CountOperator") mistakes.push("the service puts its own count behind the query");
  if (Buffer.byteLength(text) > 65_536) mistakes.push("it is larger than the 64 KB of a rule");
  return [...new Set(mistakes)];
}
