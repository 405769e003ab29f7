import type { Column, Node } from "../tree";
import { dynamicFunctions, member } from "./functions/dynamic";
import type { Scalar } from "./functions/function";
import { networkFunctions } from "./functions/network";
import { numberFunctions } from "./functions/number";
import { hasTerm, textFunctions } from "./functions/text";
import { timeFunctions } from "./functions/time";
import { ingestionTime } from "./ingestionTime";
import { readJson } from "./json";
import { literal, stringLiteral } from "./literal";
import { OPERATORS } from "./operators";
import { type Compute, type Row, Scope, type Table } from "./scope";
import { isArray, keyOf, NotImplemented, numberOf, textOf, type Value } from "./value";

/** Functions of values alone. */
export const FUNCTIONS: Readonly<Record<string, Scalar>> = {
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...dynamicFunctions,
  ...networkFunctions,
};

const NO_ROW: Row = [];

/** A value that no row changes. */
export const constant = (node: Node, scope: Scope): Value => compile(node, [], scope)(NO_ROW);

/** Turns an expression into what computes it for a row of the given columns. */
export function compile(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const inner = (part: Node) => compile(part, columns, scope);
  const { kind } = node;
  if (kind.endsWith("LiteralExpression")) {
    const value = literal(node);
    return () => value;
  }
  switch (kind) {
    case "ParenthesizedExpression":
    case "SimpleNamedExpression":
    case "OrderedExpression":
      return inner(node.part("Expression"));
    case "NameReference":
      return reference(node, columns, scope);
    case "FunctionCallExpression":
      return call(node, columns, scope);
    case "PathExpression": {
      const [bag, name] = [inner(node.part("Expression")), node.part("Selector").name];
      return (row) => member(bag(row), name);
    }
    case "ElementExpression": {
      const [value, selector] = [inner(node.part("Expression")), inner(node.part("Selector").part("Expression"))];
      return (row) => member(value(row), selector(row));
    }
    case "UnaryMinusExpression":
    case "UnaryPlusExpression": {
      const [value, sign] = [inner(node.part("Expression")), kind === "UnaryMinusExpression" ? -1 : 1];
      return (row) => {
        const number = numberOf(value(row));
        return number === null ? null : sign * number;
      };
    }
    case "InExpression":
    case "NotInExpression":
    case "InCsExpression":
    case "NotInCsExpression":
    case "HasAnyExpression":
    case "HasAllExpression":
      return membership(node, columns, scope);
    case "BetweenExpression":
    case "NotBetweenExpression": {
      const couple = node.part("Right");
      const [value, low, high] = [inner(node.part("Left")), inner(couple.part("First")), inner(couple.part("Second"))];
      // `datetime .. timespan` is a time and its length.
      const isLength = couple.part("Second").type === "timespan" && couple.part("First").type !== "timespan";
      return (row) => {
        const [at, from, to] = [numberOf(value(row)), numberOf(low(row)), numberOf(high(row))];
        if (at === null || from === null || to === null) return null;
        const isBetween = at >= from && at <= (isLength ? from + to : to);
        return kind === "BetweenExpression" ? isBetween : !isBetween;
      };
    }
    case "DynamicExpression": {
      const value = readJson(node.text.replace(/^dynamic\(|\)$/g, ""));
      if (value === undefined) throw new NotImplemented(node.text);
      return () => value;
    }
    case "ToScalarExpression": {
      const value = scalarOf(node.part("Expression"), scope);
      return () => value;
    }
    default:
      if (node.maybe("Left") && node.maybe("Right")) return binary(node, columns, scope);
      throw new NotImplemented(`${kind}: ${node.text}`);
  }
}

function scalarOf(node: Node, scope: Scope): Value {
  return node.isTable ? (scope.run.evaluate(node, scope).rows[0]?.[0] ?? null) : constant(node, scope);
}

function reference(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const { name } = node;
  const index = node.refers === "column" ? columns.findIndex((column) => column.name === name) : -1;
  if (index >= 0) return (row) => row[index] ?? null;
  const found = scope.find(name);
  if (found?.kind === "scalar") return found.compute;
  if (found?.kind === "table") {
    const value = found.table().rows[0]?.[0] ?? null;
    return () => value;
  }
  throw new NotImplemented(`the name ${name} as a value`);
}

function call(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const { name } = node.part("Name");
  const given = node.part("ArgumentList").list("Expressions");
  const inner = (part: Node) => compile(part, columns, scope);
  // Inside a summarize, an aggregate is a column that has been computed.
  const computed = columns.findIndex((column) => column.name === node.text);
  if (computed >= 0) return (row) => row[computed] ?? null;
  const special = SPECIAL[name];
  if (special !== undefined) return special(given, inner, scope);
  if (name === "column_ifexists") {
    const [wanted, fallback] = given;
    const index = columns.findIndex((column) => column.name === stringLiteral(wanted?.text ?? ""));
    return index >= 0 || fallback === undefined ? (row) => row[index] ?? null : inner(fallback);
  }
  if (name === "ingestion_time") return ingestionTime(columns);
  const implemented = FUNCTIONS[name];
  if (implemented !== undefined && scope.find(name) === undefined) {
    const [values, types] = [given.map(inner), given.map(({ type }) => type)];
    return (row) =>
      implemented(
        values.map((compute) => compute(row)),
        types,
      );
  }
  const { calledBody } = node;
  if (calledBody === undefined) throw new NotImplemented(`the function ${name}`);
  const body = calledScope(node.part("Name"), given, scope, inner);
  return compileBody(calledBody, body);
}

/** A scope that holds a call's arguments; `input` is the table that `invoke` hands over as the first. */
export function calledScope(
  name: Node,
  given: readonly Node[],
  scope: Scope,
  inner: (part: Node) => Compute,
  input?: Table,
): Scope {
  const found = scope.find(name.name);
  const body = new Scope(scope.run, found?.kind === "function" ? found.scope : new Scope(scope.run));
  const [first, ...others] = name.parameters;
  if (input !== undefined && first !== undefined) body.define(first.name, { kind: "table", table: () => input });
  const parameters = input === undefined ? name.parameters : others;
  const byPosition = given.filter((one) => !one.isNamed);
  for (const [index, parameter] of parameters.entries()) {
    const named = given.find((one) => one.isNamed && one.part("Name").name === parameter.name);
    const argument = named?.part("Expression") ?? byPosition[index] ?? parameter.fallback;
    if (argument === undefined) throw new NotImplemented(`a call of ${name.name} without ${parameter.name}`);
    if (argument.isTable)
      body.define(parameter.name, { kind: "table", table: () => scope.run.evaluate(argument, scope) });
    else body.define(parameter.name, { kind: "scalar", compute: inner(argument), type: argument.type });
  }
  return body;
}

/** The value of a function's body, after its own `let`s. */
function compileBody(body: Node, scope: Scope): Compute {
  defineAll(body.list("Statements"), scope, (part) => compile(part, [], scope));
  return compile(body.part("Expression"), [], scope);
}

/** Takes the `let` statements in. */
export function defineAll(statements: readonly Node[], scope: Scope, inner: (part: Node) => Compute): void {
  for (const statement of statements) {
    if (statement.kind !== "LetStatement") continue;
    const [{ name }, expression] = [statement.part("Name"), statement.part("Expression")];
    if (expression.kind === "FunctionDeclaration")
      scope.define(name, { kind: "function", scope, body: expression.part("Body") });
    else if (expression.isTable || expression.kind === "MaterializeExpression") {
      let kept: Table | undefined;
      scope.define(name, {
        kind: "table",
        table: () => {
          kept ??= scope.run.evaluate(expression, scope);
          return kept;
        },
      });
    } else scope.define(name, { kind: "scalar", compute: inner(expression), type: expression.type });
  }
}

type Special = (given: readonly Node[], inner: (part: Node) => Compute, scope: Scope) => Compute;

const choose: Special = ([test, yes, no], inner) => {
  if (!test || !yes || !no) throw new NotImplemented("iff without three arguments");
  const [condition, then, otherwise] = [inner(test), inner(yes), inner(no)];
  return (row) => (condition(row) === true ? then(row) : otherwise(row));
};

/** Functions that do not need all their arguments, or that need the clock. */
const SPECIAL: Readonly<Record<string, Special>> = {
  iff: choose,
  iif: choose,
  case: (given, inner) => {
    const parts = given.map(inner);
    return (row) => {
      for (let at = 0; at + 1 < parts.length; at += 2)
        if (parts[at]?.(row) === true) return parts[at + 1]?.(row) ?? null;
      return parts.at(-1)?.(row) ?? null;
    };
  },
  coalesce: (given, inner) => {
    const parts = given.map(inner);
    const isText = given[0]?.type === "string";
    return (row) => {
      for (const part of parts) {
        const value = part(row);
        if (isText ? value !== "" : value !== null) return value;
      }
      return isText ? "" : null;
    };
  },
  now: (given, inner, scope) => {
    const offset = given[0] === undefined ? () => 0 : inner(given[0]);
    return (row) => scope.run.now + (numberOf(offset(row)) ?? 0);
  },
  ago: ([given], inner, scope) => {
    const span = given === undefined ? () => 0 : inner(given);
    return (row) => {
      const back = numberOf(span(row));
      return back === null ? null : scope.run.now - back;
    };
  },
  not: ([given], inner) => {
    const value = given === undefined ? () => null : inner(given);
    return (row) => {
      const known = value(row);
      return known === null ? null : known !== true;
    };
  },
};

function binary(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const [left, right] = [node.part("Left"), node.part("Right")];
  const [a, b] = [compile(left, columns, scope), compile(right, columns, scope)];
  const operator = node.part("Operator").text.replace(/\s+/g, "");
  if (operator === "and" || operator === "or") {
    // One side that decides is enough; a null leaves the rest open.
    const decides = operator === "or";
    return (row) => {
      const known = a(row);
      if (known === decides) return decides;
      const other = b(row);
      return other === decides ? decides : known === null || other === null ? null : !decides;
    };
  }
  const found = OPERATORS[operator];
  if (found === undefined) throw new NotImplemented(`the operator ${operator}`);
  const [leftType, rightType] = [left.type, right.type];
  return (row) => found(a(row), b(row), leftType, rightType);
}

/** `in`, `has_any` and their kin: a list, a dynamic array or the first column of a table. */
function membership(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const operator = node.part("Operator").text;
  const left = node.part("Left");
  const value = compile(left, columns, scope);
  const members = node
    .part("Right")
    .list("Expressions")
    .map((part): ((row: Row) => readonly Value[]) => {
      const table = part.isTable ? scope.run.evaluate(part, scope).rows.map(([first = null]) => first) : undefined;
      if (table !== undefined) return () => table;
      const compute = compile(part, columns, scope);
      return (row) => {
        const found = compute(row);
        return isArray(found) ? found : [found];
      };
    });
  const all = (row: Row) => members.flatMap((part) => part(row));
  const negative = operator.startsWith("!");
  const insensitive = operator.endsWith("~");
  if (operator === "has_any" || operator === "has_all") {
    const test = operator === "has_any" ? "some" : "every";
    return (row) => {
      const source = textOf(value(row), left.type).toLowerCase();
      return all(row)[test]((term) => hasTerm(source, textOf(term, "string").toLowerCase()));
    };
  }
  const fold = (one: Value): string => (insensitive && typeof one === "string" ? keyOf(one.toLowerCase()) : keyOf(one));
  return (row) => {
    const wanted = fold(value(row));
    return all(row).some((one) => fold(one) === wanted) !== negative;
  };
}
