import type { Column, Node } from "../tree";
import { Scope } from "./scope";
import { keyOf, type Value } from "./value";
import { isWindowFunction } from "./window";

/** What an expression's value depends on. */
interface Dependencies {
  /** Whether the value depends on the row. */
  readonly readsRow: boolean;
  /** Whether the value depends on the clock, on other rows or on a table. */
  readonly readsMore: boolean;
  /** The names of parameters and of `let` values that the expression reads. */
  readonly names: readonly string[];
  /** The columns that the value depends on. Undefined if functions may read other columns too. */
  readonly columns: readonly string[] | undefined;
  /** The calls of saved and `let` functions. */
  readonly calls: readonly { readonly name: string; readonly parameters: readonly string[]; readonly body: Node }[];
  /**
   * The largest parts that contain names or calls but do not depend on the row or on anything else that `readsMore`
   * covers. Example: `array_length(operations) == 0`.
   */
  readonly constants: readonly Node[];
  /** The names that `let` statements in the expression define, if it is a function's body. */
  readonly locals: readonly string[];
  /**
   * Identifies the tokens. Expressions with equal `tokens` differ only in spaces, in comments and in `constants`.
   */
  readonly tokens: string;
}

const CLOCK: readonly string[] = ["now", "ago"];
/** Functions whose value may depend on the row although no argument does. */
const OF_ROW: readonly string[] = ["ingestion_time", "column_ifexists"];

const identities = new Map<string, string>();

/** Returns a short text that is the same for equal texts and different for different texts. */
function short(text: string): string {
  const found = identities.get(text) ?? identities.size.toString(36);
  identities.set(text, found);
  return found;
}

const known = new WeakMap<Node, Dependencies>();

/** Returns what an expression, or a tabular operator's expressions, depend on. */
export function dependenciesOf(root: Node): Dependencies {
  const found = known.get(root) ?? read(root);
  known.set(root, found);
  return found;
}

/** Whether a part of an expression has the same value for all rows. A name alone does not count. */
function isConstantPart(node: Node): boolean {
  if (!/Expression$/.test(node.kind) || node.isNamed || node.type === "" || node.isTable) return false;
  const { readsRow, readsMore, names, calls } = dependenciesOf(node);
  return !readsRow && !readsMore && names.length + calls.length > 0;
}

function read(root: Node): Dependencies {
  let [readsRow, readsMore] = [false, false];
  const [names, columns] = [new Set<string>(), new Set<string>()];
  let readsAny = false;
  const calls: Dependencies["calls"][number][] = [];
  const constants: Node[] = [];
  const locals: string[] = [];
  const tokens: string[] = [];
  const visit = (node: Node): void => {
    const { kind, children } = node;
    if (node !== root && isConstantPart(node)) {
      constants.push(node);
      tokens.push("");
      return;
    }
    if ((node !== root && node.isTable) || kind === "ToScalarExpression") readsMore = true;
    if (kind === "LetStatement") locals.push(node.part("Name").name);
    if (kind === "NameReference") {
      if (node.refers === "column") {
        readsRow = true;
        columns.add(node.name);
      } else names.add(node.name);
    }
    if (kind === "FunctionCallExpression") {
      const called = node.part("Name");
      const { name } = called;
      if (CLOCK.includes(name) || isWindowFunction(name)) readsMore = true;
      if (OF_ROW.includes(name) || isWindowFunction(name)) [readsRow, readsAny] = [true, true];
      if (node.calledBody !== undefined) {
        calls.push({ name, parameters: called.parameters.map((one) => one.name), body: node.calledBody });
        for (const { fallback } of called.parameters) if (fallback !== undefined) visit(fallback);
      }
      tokens.push(name);
      visit(node.part("ArgumentList"));
    } else if (kind === "PathExpression") {
      visit(node.part("Expression"));
      tokens.push(".", node.part("Selector").text);
    } else if (children.length === 0) tokens.push(node.text);
    else children.forEach(visit);
  };
  visit(root);
  return {
    readsRow,
    readsMore,
    names: [...names],
    // A function's body may call another function that reads any column.
    columns: readsAny || calls.length > 0 ? undefined : [...columns],
    calls,
    constants,
    locals,
    tokens: short(tokens.join("\u0001")),
  };
}

/**
 * Returns an expression's identity: two expressions share it only if they have the same value for the same row in every
 * run. Undefined if the value may depend on anything else, for example on the clock. If `node` is a function's body,
 * `parameters` are the function's parameters.
 */
export function identityOf(node: Node, scope: Scope, parameters: readonly string[] = []): string | undefined {
  const { readsMore, names, calls, constants, tokens } = dependenciesOf(node);
  if (readsMore) return undefined;
  let identity = tokens;
  for (const name of names) {
    if (parameters.includes(name)) continue;
    const named = scope.find(name);
    if (named?.kind !== "scalar" || named.identity === undefined) return undefined;
    identity += ` ${name}:${named.identity}`;
  }
  for (const part of constants) {
    const ofPart = identityOfConstant(part, scope, parameters);
    if (ofPart === undefined) return undefined;
    identity += ` [${ofPart}]`;
  }
  for (const { name, parameters: inner, body } of calls) {
    const called = scope.find(name);
    const bodyScope = called?.kind === "function" ? called.scope : new Scope(scope.run);
    const { locals } = dependenciesOf(body);
    // The body might read an outer value with this name before the body's own `let` statement defines the name.
    if (locals.some((local) => bodyScope.find(local) !== undefined)) return undefined;
    const bodyIdentity = identityOf(body, bodyScope, [...inner, ...locals]);
    if (bodyIdentity === undefined) return undefined;
    identity += ` (${bodyIdentity})`;
  }
  return identity;
}

/**
 * Returns a constant's identity. Unless the constant mentions a parameter, the identity depends only on the value, so
 * that rules share steps although their constants have different names.
 */
function identityOfConstant(node: Node, scope: Scope, parameters: readonly string[]): string | undefined {
  const identity = identityOf(node, scope, parameters);
  if (identity === undefined || mentions(node, parameters)) return identity;
  return scope.run.constant(node, scope).identity;
}

const mentions = (node: Node, names: readonly string[]): boolean => {
  const found = dependenciesOf(node);
  return found.names.some((name) => names.includes(name)) || found.constants.some((part) => mentions(part, names));
};

/** Returns a text that is the same only for equal values of the same type. */
export const identityOfValue = (value: Value, type: string): string => short(`${type} ${keyOf(value)}`);

const ofColumns = new WeakMap<readonly Column[], string>();

/** Returns a text that is the same only for columns with the same names and types in the same order. */
export function identityOfColumns(columns: readonly Column[]): string {
  const found = ofColumns.get(columns) ?? short(columns.map(({ name, type }) => `${name}:${type}`).join());
  ofColumns.set(columns, found);
  return found;
}
