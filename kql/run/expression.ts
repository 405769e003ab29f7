import type { Column, Node } from "../tree";
import { dynamicFunctions, member } from "./functions/dynamic";
import type { Scalar } from "./functions/function";
import { networkFunctions } from "./functions/network";
import { numberFunctions } from "./functions/number";
import { hasTerm, textFunctions } from "./functions/text";
import { timeFunctions, timeLiteral } from "./functions/time";
import { readJson } from "./json";
import { regex } from "./regex";
import { type Compute, type Row, Scope, type Table } from "./scope";
import { tableOf } from "./table";
import { compare, isArray, keyOf, NotImplemented, numberOf, textOf, type Value } from "./value";

/** Functions of values alone. */
const FUNCTIONS: Readonly<Record<string, Scalar>> = {
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
  return node.isTable ? (tableOf(node, scope).rows[0]?.[0] ?? null) : constant(node, scope);
}

function literal(node: Node): Value {
  const { kind, text } = node;
  const [, inner = text] = /^(?:\w+)\(([\s\S]*)\)$/.exec(text) ?? [];
  const isNull = inner.trim() === "null";
  switch (kind) {
    case "StringLiteralExpression":
      return stringLiteral(text);
    case "CompoundStringLiteralExpression":
      return node
        .list("Tokens")
        .map(({ text: part }) => stringLiteral(part))
        .join("");
    case "BooleanLiteralExpression":
      return isNull ? null : /^(true|1)$/i.test(inner.trim());
    case "LongLiteralExpression":
    case "IntLiteralExpression":
    case "RealLiteralExpression":
    case "DecimalLiteralExpression":
      return isNull ? null : Number(inner);
    case "DateTimeLiteralExpression":
      return timeLiteral("datetime", text);
    case "TimespanLiteralExpression":
      return timeLiteral("timespan", text);
    case "GuidLiteralExpression":
      return isNull ? null : inner.trim();
    case "NullLiteralExpression":
      return null;
    default:
      throw new NotImplemented(`${kind}: ${text}`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/** `@"…"` is verbatim, with doubled quotes; `"…"` and `'…'` have escapes; `h` in front only hides it from logs. */
function stringLiteral(source: string): string {
  const [, verbatim = "", quote = '"', body = ""] = /^[hH]?(@?)(["']|```|~~~)([\s\S]*)\2$/.exec(source) ?? [];
  if (quote.length === 3) return body;
  if (verbatim !== "") return body.replaceAll(quote + quote, quote);
  return body.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, escaped: string) =>
    escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (ESCAPES[escaped] ?? escaped),
  );
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
  const body = calledScope(node, scope, inner);
  return compileBody(calledBody, body);
}

/** A scope that holds a call's arguments; `input` is the table that `invoke` hands over as the first. */
export function calledScope(node: Node, scope: Scope, inner: (part: Node) => Compute, input?: Table): Scope {
  const found = scope.find(node.part("Name").name);
  const body = new Scope(scope.run, found?.kind === "function" ? found.scope : rootOf(scope));
  const given = node.part("ArgumentList").list("Expressions");
  const [first, ...others] = node.part("Name").parameters;
  if (input !== undefined && first !== undefined) body.define(first.name, { kind: "table", table: () => input });
  const parameters = input === undefined ? node.part("Name").parameters : others;
  for (const [index, { name, fallback }] of parameters.entries()) {
    const named = given.find((one) => one.kind === "SimpleNamedExpression" && one.part("Name").name === name);
    const argument =
      named?.part("Expression") ?? given.filter((one) => one.kind !== "SimpleNamedExpression")[index] ?? fallback;
    if (argument === undefined) throw new NotImplemented(`a call of ${node.part("Name").name} without ${name}`);
    if (argument.isTable) body.define(name, { kind: "table", table: () => tableOf(argument, scope) });
    else body.define(name, { kind: "scalar", compute: inner(argument), type: argument.type });
  }
  return body;
}

const rootOf = (scope: Scope): Scope => new Scope(scope.run);

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
          kept ??= tableOf(expression, scope);
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
type Operator = (left: Value, right: Value, leftType: string, rightType: string) => Value;

const equal: Operator = (left, right) => {
  if (left === null || right === null) return left === right ? null : false;
  return typeof left === typeof right && typeof left !== "object" ? left === right : keyOf(left) === keyOf(right);
};
const negated =
  (operator: Operator): Operator =>
  (...operands) => {
    const value = operator(...operands);
    return value === null ? null : value !== true;
  };
const ordered =
  (test: (order: number) => boolean): Operator =>
  (left, right) =>
    left === null || right === null ? null : test(compare(left, right));
const arithmetic =
  (compute: (left: number, right: number) => number | null): Operator =>
  (left, right) => {
    const [a, b] = [numberOf(left), numberOf(right)];
    const result = a === null || b === null ? null : compute(a, b);
    return result === null || Number.isNaN(result) ? null : result;
  };

const isWhole = (type: string): boolean => type === "long" || type === "int";

/** Of whole numbers, division is whole; by zero it is null, of reals infinite. */
const divide: Operator = (left, right, leftType, rightType) => {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  const whole = isWhole(leftType) && isWhole(rightType);
  if (whole) return b === 0 ? null : Math.trunc(a / b);
  return a / b;
};
/** `%`: never negative for whole numbers. */
const modulo = arithmetic((a, b) => (b === 0 ? null : ((a % b) + Math.abs(b)) % Math.abs(b)));

const texts =
  (test: (left: string, right: string) => boolean, sensitive = false): Operator =>
  (left, right, leftType, rightType) => {
    const [a, b] = [textOf(left, leftType), textOf(right, rightType)];
    return sensitive ? test(a, b) : test(a.toLowerCase(), b.toLowerCase());
  };
const prefixTerm = (source: string, term: string): boolean => {
  for (let at = source.indexOf(term); at >= 0; at = source.indexOf(term, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(source[at - 1] ?? "")) return true;
  return false;
};
const suffixTerm = (source: string, term: string): boolean => {
  for (let at = source.indexOf(term); at >= 0; at = source.indexOf(term, at + 1))
    if (at + term.length === source.length || !/[\p{L}\p{N}]/u.test(source[at + term.length] ?? "")) return true;
  return false;
};
const has = texts(hasTerm);
const contains = texts((left, right) => left.includes(right));
const starts = texts((left, right) => left.startsWith(right));
const ends = texts((left, right) => left.endsWith(right));
const same = texts((left, right) => left === right);

const OPERATORS: Readonly<Record<string, Operator>> = {
  "==": equal,
  "!=": negated(equal),
  "<>": negated(equal),
  "<": ordered((order) => order < 0),
  "<=": ordered((order) => order <= 0),
  ">": ordered((order) => order > 0),
  ">=": ordered((order) => order >= 0),
  "=~": same,
  "!~": negated(same),
  "+": arithmetic((a, b) => a + b),
  "-": arithmetic((a, b) => a - b),
  "*": arithmetic((a, b) => a * b),
  "/": divide,
  "%": modulo,
  has,
  "!has": negated(has),
  has_cs: texts(hasTerm, true),
  "!has_cs": negated(texts(hasTerm, true)),
  hasprefix: texts(prefixTerm),
  "!hasprefix": negated(texts(prefixTerm)),
  hassuffix: texts(suffixTerm),
  "!hassuffix": negated(texts(suffixTerm)),
  contains,
  "!contains": negated(contains),
  contains_cs: texts((left, right) => left.includes(right), true),
  "!contains_cs": negated(texts((left, right) => left.includes(right), true)),
  startswith: starts,
  "!startswith": negated(starts),
  startswith_cs: texts((left, right) => left.startsWith(right), true),
  "!startswith_cs": negated(texts((left, right) => left.startsWith(right), true)),
  endswith: ends,
  "!endswith": negated(ends),
  endswith_cs: texts((left, right) => left.endsWith(right), true),
  "!endswith_cs": negated(texts((left, right) => left.endsWith(right), true)),
  matchesregex: texts((left, right) => regex(right).test(left), true),
};

function binary(node: Node, columns: readonly Column[], scope: Scope): Compute {
  const [left, right] = [node.part("Left"), node.part("Right")];
  const [a, b] = [compile(left, columns, scope), compile(right, columns, scope)];
  const operator = node.part("Operator").text.replace(/\s+/g, "");
  if (operator === "and")
    return (row) => {
      const known = a(row);
      if (known === false) return false;
      const other = b(row);
      return other === false ? false : known === null || other === null ? null : true;
    };
  if (operator === "or")
    return (row) => {
      const known = a(row);
      if (known === true) return true;
      const other = b(row);
      return other === true ? true : known === null || other === null ? null : false;
    };
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
      const table = part.isTable ? tableOf(part, scope).rows.map(([first = null]) => first) : undefined;
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
