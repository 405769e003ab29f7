import type { Column, Node } from "../tree";
import { BINARY_OPERATORS } from "./binaryOperators";
import { calledScope, defineAll } from "./calledScope";
import { dynamicFunctions, member } from "./functions/dynamic";
import type { Scalar } from "./functions/function";
import { networkFunctions } from "./functions/network";
import { numberFunctions } from "./functions/number";
import { textFunctions } from "./functions/text";
import { timeFunctions } from "./functions/time";
import { ingestionTime } from "./ingestionTime";
import { readJson } from "./json";
import { LAZY_FUNCTIONS } from "./lazyFunctions";
import { literal, stringLiteral } from "./literal";
import { membership } from "./membership";
import type { Scope } from "./scope";
import type { Compute, Row } from "./table";
import { NotImplemented, numberOf, type Value } from "./value";
import { isWindowFunction, windowCall } from "./window";

/** Functions whose results depend only on their arguments' values and types. */
export const FUNCTIONS: Readonly<Record<string, Scalar>> = {
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...dynamicFunctions,
  ...networkFunctions,
};

const NO_ROW: Row = [];

/** Returns the value of an expression that refers to no column. */
export const constant = (node: Node, scope: Scope): Value => compile(node, [], scope)(NO_ROW);

/** Compiles an expression into a function that computes its value for a row with the given columns. */
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
      return membership(node, scope, inner);
    case "BetweenExpression":
    case "NotBetweenExpression": {
      const couple = node.part("Right");
      const [value, low, high] = [inner(node.part("Left")), inner(couple.part("First")), inner(couple.part("Second"))];
      // In `between (datetime .. timespan)`, the second value is the length of the range, not its end.
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
  // In an expression that contains aggregates, such as `count() / 2`, each aggregate is already computed and is a
  // column.
  const isOverAggregates = columns.some((column) => column.name.includes("("));
  const computed = isOverAggregates ? columns.findIndex((column) => column.name === node.text) : -1;
  if (computed >= 0) return (row) => row[computed] ?? null;
  const lazy = LAZY_FUNCTIONS[name];
  if (lazy !== undefined) return lazy(given, inner, scope);
  if (name === "column_ifexists") {
    const [wanted, fallback] = given;
    const index = columns.findIndex((column) => column.name === stringLiteral(wanted?.text ?? ""));
    return index >= 0 || fallback === undefined ? (row) => row[index] ?? null : inner(fallback);
  }
  if (name === "ingestion_time") return ingestionTime(columns);
  if (isWindowFunction(name)) return windowCall(name, given, inner, scope.window);
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
  const body = calledScope(node.part("Name"), given, scope, (part) => ({ compute: inner(part) }));
  return compileBody(calledBody, body);
}

/** Compiles the body of a function that returns a value. */
function compileBody(body: Node, scope: Scope): Compute {
  defineAll(body.list("Statements"), scope, (part) => ({ compute: compile(part, [], scope) }));
  return compile(body.part("Expression"), [], scope);
}

function binary(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const [left, right] = [node.part("Left"), node.part("Right")];
  const [a, b] = [compile(left, columns, scope), compile(right, columns, scope)];
  const operator = node.part("Operator").text.replace(/\s+/g, "");
  if (operator === "and" || operator === "or") {
    // `decides` is true for `or` and false for `and`. If one side has this value, it is the result. Otherwise, the
    // result is null if one side is null.
    const decides = operator === "or";
    return (row) => {
      const known = a(row);
      if (known === decides) return decides;
      const other = b(row);
      return other === decides ? decides : known === null || other === null ? null : !decides;
    };
  }
  const found = BINARY_OPERATORS[operator];
  if (found === undefined) throw new NotImplemented(`the operator ${operator}`);
  const [leftType, rightType] = [left.type, right.type];
  return (row) => found(a(row), b(row), leftType, rightType);
}
