import { analyze, errorsOf, items } from "./language";
import { Node } from "./tree";

/**
 * Tabular operators that a transformation may use. Source of this list and the next two, as of January 2026:
 * learn.microsoft.com/azure/azure-monitor/data-collection/data-collection-transformations-kql.
 */
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
/**
 * The largest number of columns that one `parse` may extract; more columns need several `parse` operators. Source: the
 * same page.
 */
const MOST_PARSED_COLUMNS = 10;

/**
 * Matches a KQL string literal, in which two slashes do not start a comment.
 * Examples: `@"C:\\x"`, `"a \" // b"`, `'http://x'`.
 */
const TEXT_LITERAL = /@"[^"]*"|@'[^']*'|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** The columns and the length limit that a transformation must respect. */
export interface TransformFlow {
  /** The input stream's columns, as KQL writes them. Example: `(TimeGenerated: datetime, SyslogMessage: string)`. */
  readonly stream: string;
  /** The KQL types of the output table's columns, by name. */
  readonly table: Readonly<Record<string, string>>;
  /** The length in characters of the longest transformation that Azure accepts. */
  readonly mostCharacters: number;
}

/**
 * Returns the errors in a collection rule's transformation. Microsoft's binder accepts all of KQL, but transformations support
 * only a part of it. The lists above are the documented ones; the service may refuse more.
 */
export function transformErrors(text: string, { stream, table, mostCharacters }: TransformFlow): string[] {
  const code = analyze(text, { tables: { source: stream } });
  const errors = errorsOf(code);
  if (text.includes("\n")) errors.push("it is more than one line");
  if (text.replace(TEXT_LITERAL, "").includes("//")) errors.push("it contains a comment");
  if (text.length > mostCharacters) errors.push(`it has ${text.length} characters; ${mostCharacters} are allowed`);
  Node.of(code.Syntax).walk((node) => errors.push(...errorsIn(node)));
  const columns = Object.fromEntries(items(code.ResultType?.Columns).map(({ Name, Type }) => [Name, Type.Name]));
  if (columns.TimeGenerated !== "datetime") errors.push("its result has no TimeGenerated of type datetime");
  for (const [name, type] of Object.entries(columns)) {
    if (table[name] === undefined) errors.push(`the table has no column ${name}, but its values would be billed`);
    else if (table[name] !== type) errors.push(`the column ${name} is a ${table[name]}, and would get a ${type}`);
  }
  return errors;
}

function errorsIn(node: Node): string[] {
  const { kind } = node;
  if (kind.endsWith("Operator") && !TRANSFORM_OPERATORS.includes(kind) && node.isTable)
    return [`the operator ${kind.replace("Operator", "").toLowerCase()} is not allowed in a transformation`];
  if (kind === "FunctionCallExpression") {
    const { name } = node.part("Name");
    return TRANSFORM_FUNCTIONS.has(name) || node.calledBody !== undefined
      ? []
      : [`the function ${name} is not allowed in a transformation`];
  }
  if (kind === "ParseOperator") {
    const columns = node.list("Patterns").filter((pattern) => /^Name(AndType)?Declaration$/.test(pattern.kind));
    return columns.length > MOST_PARSED_COLUMNS
      ? [`parse extracts ${columns.length} columns; ${MOST_PARSED_COLUMNS} are allowed`]
      : [];
  }
  if (kind === "DynamicExpression") return ["write a dynamic literal as parse_json('…')"];
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
    return [`${node.text} is not allowed in a transformation`];
  if (node.maybe("Left") && node.maybe("Right")) {
    const operator = node.maybe("Operator")?.text.replace(/\s+/g, "") ?? "";
    const isList = operator === "in" || operator === "!in";
    if (operator !== "" && !isList && !TRANSFORM_TEXT_OPERATORS.has(operator))
      return [`the operator ${operator} is not allowed in a transformation`];
  }
  return [];
}
