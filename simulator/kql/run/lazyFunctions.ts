import type { Node } from "../tree";
import type { Scope } from "./scope";
import type { Compute } from "./table";
import { NotImplemented, numberOf } from "./value";

/** Compiles a function call, given its arguments. `inner` compiles an argument. */
type LazyFunction = (given: readonly Node[], inner: (part: Node) => Compute, scope: Scope) => Compute;

const choose: LazyFunction = ([test, yes, no], inner) => {
  if (!test || !yes || !no) throw new NotImplemented("iff without three arguments");
  const [condition, then, otherwise] = [inner(test), inner(yes), inner(no)];
  return (row) => (condition(row) === true ? then(row) : otherwise(row));
};

/** Functions that compile their own arguments: most of them leave some arguments unevaluated, or read the clock. */
export const LAZY_FUNCTIONS: Readonly<Record<string, LazyFunction>> = {
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
