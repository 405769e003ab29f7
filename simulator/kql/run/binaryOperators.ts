import { hasTerm, isAlphanumeric } from "./functions/text";
import { regex } from "./regex";
import { compare, keyOf, numberOf, textOf, type Value } from "./value";

/** Computes a binary operator's result from two values and their types. */
export type BinaryOperator = (left: Value, right: Value, leftType: string, rightType: string) => Value;

const equal: BinaryOperator = (left, right) => {
  if (left === null || right === null) return left === right ? null : false;
  return typeof left === typeof right && typeof left !== "object" ? left === right : keyOf(left) === keyOf(right);
};
const negated =
  (operator: BinaryOperator): BinaryOperator =>
  (...operands) => {
    const value = operator(...operands);
    return value === null ? null : value !== true;
  };
const ordered =
  (test: (order: number) => boolean): BinaryOperator =>
  (left, right) =>
    left === null || right === null ? null : test(compare(left, right));
const arithmetic =
  (compute: (left: number, right: number) => number | null): BinaryOperator =>
  (left, right) => {
    const [a, b] = [numberOf(left), numberOf(right)];
    const result = a === null || b === null ? null : compute(a, b);
    return result === null || Number.isNaN(result) ? null : result;
  };

const isWhole = (type: string): boolean => type === "long" || type === "int";

/** `/`: a quotient of integers is an integer, or null if the divisor is zero. A real divided by zero is infinity. */
const divide: BinaryOperator = (left, right, leftType, rightType) => {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  const whole = isWhole(leftType) && isWhole(rightType);
  if (whole) return b === 0 ? null : Math.trunc(a / b);
  return a / b;
};
/** `%`: the result is never negative. */
const modulo = arithmetic((a, b) => (b === 0 ? null : ((a % b) + Math.abs(b)) % Math.abs(b)));

const texts =
  (test: (left: string, right: string) => boolean, sensitive = false): BinaryOperator =>
  (left, right, leftType, rightType) => {
    const [a, b] = [textOf(left, leftType), textOf(right, rightType)];
    return sensitive ? test(a, b) : test(a.toLowerCase(), b.toLowerCase());
  };
const prefixTerm = (source: string, term: string): boolean => {
  for (let at = source.indexOf(term); at >= 0; at = source.indexOf(term, at + 1))
    if (!isAlphanumeric(source[at - 1])) return true;
  return false;
};
const suffixTerm = (source: string, term: string): boolean => {
  for (let at = source.indexOf(term); at >= 0; at = source.indexOf(term, at + 1))
    if (!isAlphanumeric(source[at + term.length])) return true;
  return false;
};

/** Makes the four variants of a string operator. Example: `has`, `!has`, `has_cs` and `!has_cs`. */
function fourForms(name: string, test: (left: string, right: string) => boolean): Record<string, BinaryOperator> {
  const [folded, exact] = [texts(test), texts(test, true)];
  return { [name]: folded, [`!${name}`]: negated(folded), [`${name}_cs`]: exact, [`!${name}_cs`]: negated(exact) };
}

const same = texts((left, right) => left === right);

/**
 * Binary operators, by their text without spaces. `and` and `or` are in expression.ts instead, because they may leave
 * one side unevaluated.
 */
export const BINARY_OPERATORS: Readonly<Record<string, BinaryOperator>> = {
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
  ...fourForms("has", hasTerm),
  hasprefix: texts(prefixTerm),
  "!hasprefix": negated(texts(prefixTerm)),
  hassuffix: texts(suffixTerm),
  "!hassuffix": negated(texts(suffixTerm)),
  ...fourForms("contains", (left, right) => left.includes(right)),
  ...fourForms("startswith", (left, right) => left.startsWith(right)),
  ...fourForms("endswith", (left, right) => left.endsWith(right)),
  matchesregex: texts((left, right) => regex(right).test(left), true),
};
