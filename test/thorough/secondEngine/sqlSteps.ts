import { analyze, type Schema } from "../../../simulator/kql/language";
import { Database } from "../../../simulator/kql/run/database";
import { datetimeText, textOf, timespanText, type Value } from "../../../simulator/kql/run/value";
import { isWindowFunction } from "../../../simulator/kql/run/window";
import { type Column, Node } from "../../../simulator/kql/tree";

/** Creates a table from the result of a KQL or SQL query. */
export type Step = { readonly table: string; readonly kql: string } | { readonly table: string; readonly sql: string };

/** A table that a query defines with `let`, or the query's result, which has an empty name. */
export interface Defined {
  readonly name: string;
  /** The table that the steps create for it. */
  readonly table: string;
  readonly columns: readonly Column[];
}

/** What the names in a part of a query refer to. */
interface Names {
  /** `let` statements that define values and functions that return values. */
  readonly scalars: Map<string, string>;
  /** The tables that steps have created for names. */
  readonly tables: Map<string, string>;
  /** What the names in a `let` function's body refer to. */
  readonly functions: Map<string, Names>;
}

const copyOf = ({ scalars, tables, functions }: Names): Names => ({
  scalars: new Map(scalars),
  tables: new Map(tables),
  functions: new Map(functions),
});

const WRAPPERS: readonly string[] = ["ParenthesizedExpression", "MaterializeExpression"];

/**
 * Splits a query into steps for an engine that has neither functions that return tables nor functions that read other rows. A
 * call of a function that returns a table becomes steps of its own. Functions that read other rows (`prev`, `next`,
 * `row_cumsum`, `row_number`) become SQL window functions.
 */
export class SqlSteps {
  readonly steps: Step[] = [];
  readonly defined: Defined[] = [];
  private readonly database: Database;

  /** `given` contains saved functions whose results already exist, each with its table's name. */
  constructor(
    query: string,
    schema: Schema,
    private readonly now: Date,
    private readonly given: ReadonlyMap<string, string>,
  ) {
    this.database = new Database(schema);
    const root = Node.of(analyze(query, schema).Syntax);
    const names: Names = { scalars: new Map(), tables: new Map(), functions: new Map() };
    const statements = root.list("Statements");
    const result = statements.at(-1)?.part("Expression");
    if (result === undefined) throw new Error("the query has no result");
    this.defined.push({ name: "", table: this.body(statements, result, names, true), columns: result.columns });
  }

  private make(step: { readonly kql: string } | { readonly sql: string }): string {
    const table = `step${this.steps.length}`;
    this.steps.push({ table, ...step });
    return table;
  }

  /** Makes the steps of a query or of a function's body. Returns the table with its result. */
  private body(statements: readonly Node[], result: Node, names: Names, isRoot = false): string {
    for (const statement of statements) {
      if (statement.kind !== "LetStatement") continue;
      const [{ name }, expression] = [statement.part("Name"), statement.part("Expression")];
      if (expression.kind === "FunctionDeclaration") names.functions.set(name, names);
      if (expression.isTable || expression.kind === "MaterializeExpression") {
        const table = this.tableOf(expression, names);
        names.tables.set(name, table);
        if (isRoot) this.defined.push({ name, table, columns: expression.columns });
      } else if (!isTableFunction(expression))
        names.scalars.set(name, `let ${name} = ${this.textOf(expression, names)};`);
    }
    return this.tableOf(result, names);
  }

  /** Makes the steps of a tabular expression. Returns the table with its result. */
  private tableOf(node: Node, names: Names): string {
    if (WRAPPERS.includes(node.kind)) return this.tableOf(node.part("Expression"), names);
    if (node.kind === "NameReference") return this.nameOf(node, names);
    if (node.kind === "FunctionCallExpression") return this.callOf(node, names);
    const operators: Node[] = [];
    let source = node;
    while (source.kind === "PipeExpression") {
      operators.unshift(source.part("Operator"));
      source = source.part("Expression");
    }
    if (operators.length === 0) return this.make({ kql: this.withScalars(this.textOf(node, names), names) });
    let text = this.tableOf(source, names);
    const flush = () => {
      if (/[ |]/.test(text)) text = this.make({ kql: this.withScalars(text, names) });
      return text;
    };
    for (const [index, operator] of operators.entries()) {
      const next = operators[index + 1];
      if (operator.kind === "SortOperator" && next !== undefined && hasWindow(next))
        text = this.make({
          sql: `SELECT *, row_number() OVER (ORDER BY ${orderOf(operator)}) AS place FROM ${flush()}`,
        });
      else if (hasWindow(operator)) text = this.windowed(operator, flush(), names);
      else text += ` | ${this.textOf(operator, names)}`;
    }
    return flush();
  }

  private nameOf(node: Node, names: Names): string {
    const table = names.tables.get(node.name);
    if (table !== undefined) return table;
    return node.refers === "function" ? this.callOf(node, names) : node.name;
  }

  /** Makes the steps of a call of a function that returns a table. */
  private callOf(node: Node, names: Names): string {
    const name = node.kind === "NameReference" ? node : node.part("Name");
    const given = this.given.get(name.name);
    if (given !== undefined) return given;
    const body = node.calledBody ?? name.calledBody;
    if (body === undefined) throw new Error(`${name.name} is no function with a body`);
    const inner = copyOf(
      names.functions.get(name.name) ?? { scalars: new Map(), tables: new Map(), functions: new Map() },
    );
    const args = node.kind === "FunctionCallExpression" ? node.part("ArgumentList").list("Expressions") : [];
    const byPosition = args.filter((one) => !one.isNamed);
    for (const [index, parameter] of name.parameters.entries()) {
      const named = args.find((one) => one.isNamed && one.part("Name").name === parameter.name);
      const argument = named?.part("Expression") ?? byPosition[index] ?? parameter.fallback;
      if (argument === undefined) throw new Error(`${name.name} is called without ${parameter.name}`);
      if (argument.isTable) inner.tables.set(parameter.name, this.tableOf(argument, names));
      else inner.scalars.set(parameter.name, `let ${parameter.name} = ${this.valueOf(argument, names)};`);
    }
    return this.body(body.list("Statements"), body.part("Expression"), inner);
  }

  /** Returns an expression that refers to no column as a literal. */
  private valueOf(node: Node, names: Names): string {
    const { columns, rows } = this.database.run(
      this.withScalars(`print value = ${this.textOf(node, names)}`, names),
      this.now,
    );
    return literal(rows[0]?.[0] ?? null, columns[0]?.type ?? "string");
  }

  /**
   * Makes the steps of `extend` with functions that read other rows. The column `place` holds the order of the table's
   * rows.
   */
  private windowed(operator: Node, table: string, names: Names): string {
    let current = table;
    const replaced = new Map<Node, string>();
    const replace = (node: Node): void => {
      for (const child of node.children) replace(child);
      if (node.kind !== "FunctionCallExpression" || !isWindowFunction(node.part("Name").name)) return;
      const column = `window${this.steps.length}`;
      const [first, second] = node.part("ArgumentList").list("Expressions");
      const { name } = node.part("Name");
      const named = (expression: Node | undefined, fallback: string) => {
        if (expression === undefined) return fallback;
        const own = `argument${this.steps.length}`;
        const text = this.textOf(expression, names, replaced);
        current = this.make({ kql: this.withScalars(`${current} | extend ${own} = ${text}`, names) });
        return own;
      };
      if (name === "prev" || name === "next") {
        const of = named(first, "");
        const offset = second === undefined ? "1" : this.valueOf(second, names);
        const none = first?.type === "string" ? ", ''" : "";
        const other = `${name === "prev" ? "lag" : "lead"}(${of}, ${offset}${none})`;
        current = this.make({ sql: `SELECT *, ${other} OVER (ORDER BY place) AS ${column} FROM ${current}` });
      } else if (name === "row_cumsum") {
        const [of, restarts] = [named(first, ""), named(second, "false")];
        const parts = `SELECT *, sum(CAST(${restarts} AS INT)) OVER (ORDER BY place) AS part${column} FROM ${current}`;
        const sum = `sum(${of}) OVER (PARTITION BY part${column} ORDER BY place)`;
        current = this.make({ sql: `SELECT *, CAST(${sum} AS BIGINT) AS ${column} FROM (${parts})` });
      } else if (name === "row_number" && first === undefined)
        current = this.make({ sql: `SELECT *, place AS ${column} FROM ${current}` });
      else throw new Error(`no SQL for ${node.text}`);
      replaced.set(node, column);
    };
    replace(operator);
    return this.make({ kql: this.withScalars(`${current} | ${this.textOf(operator, names, replaced)}`, names) });
  }

  /** Returns a node's text, with the names of the tables that steps have created. */
  private textOf(node: Node, names: Names, replaced: ReadonlyMap<Node, string> = new Map()): string {
    const known = replaced.get(node);
    if (known !== undefined) return known;
    if (node.isTable && node.kind === "NameReference" && names.tables.has(node.name)) return this.nameOf(node, names);
    if (node.isTable && node.calledBody !== undefined) return this.callOf(node, names);
    // The second engine reads a literal as one token, without spaces.
    if (node.children.length === 0 || node.kind.endsWith("LiteralExpression")) return node.text;
    return node.children
      .map((child) => this.textOf(child, names, replaced))
      .filter((text) => text !== "")
      .join(" ");
  }

  /** Puts the `let` statements of the values that a text refers to before the text. */
  private withScalars(text: string, { scalars }: Names): string {
    let whole = text;
    for (const [name, statement] of [...scalars].reverse())
      if (new RegExp(`\\b${name}\\b`).test(whole)) whole = `${statement}\n${whole}`;
    return whole;
  }
}

const isTableFunction = (node: Node): boolean => {
  if (node.kind !== "FunctionDeclaration") return false;
  return node.part("Body").maybe("Expression")?.isTable === true;
};

function hasWindow(node: Node): boolean {
  let found = false;
  node.walk((one) => {
    if (one.kind === "FunctionCallExpression" && isWindowFunction(one.part("Name").name)) found = true;
  });
  return found;
}

const orderOf = (sort: Node): string =>
  sort
    .list("Expressions")
    .map((part) => {
      const isAscending = part.maybe("Ordering")?.text.startsWith("asc") === true;
      return `"${part.part("Expression").name}" ${isAscending ? "ASC NULLS FIRST" : "DESC NULLS LAST"}`;
    })
    .join(", ");

function literal(value: Value, type: string): string {
  if (type === "datetime") return value === null ? "datetime(null)" : `datetime(${datetimeText(Number(value))})`;
  if (type === "timespan") return value === null ? "time(null)" : `time(${timespanText(Number(value))})`;
  if (type === "dynamic") return `dynamic(${textOf(value, type)})`;
  if (type === "string") return `@'${String(value).replaceAll("'", "''")}'`;
  return value === null ? `${type}(null)` : String(value);
}
