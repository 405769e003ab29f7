import type { Node } from "../tree";
import { calledScope, defineAll } from "./calledScope";
import { constant } from "./expression";
import type { Scope } from "./scope";
import type { Table } from "./table";
import { TABULAR_OPERATORS } from "./tabularOperators";
import { NotImplemented } from "./value";

/** Evaluates a tabular expression. */
export function tableOf(node: Node, scope: Scope): Table {
  switch (node.kind) {
    case "ParenthesizedExpression":
    case "MaterializeExpression":
    case "ToTableExpression":
      return tableOf(node.part("Expression"), scope);
    case "PipeExpression":
      return operate(node.part("Operator"), tableOf(node.part("Expression"), scope), scope);
    case "NameReference": {
      const named = scope.find(node.name);
      if (named?.kind === "table") return named.table();
      if (named !== undefined) throw new NotImplemented(`${node.name} as a table`);
      return node.refers === "function" ? savedCall(node, node, scope) : scope.run.table(node.name);
    }
    case "FunctionCallExpression":
      return savedCall(node, node.part("Name"), scope);
    case "DataTableExpression":
      return dataTable(node, scope);
    default:
      return operate(node, { columns: [], rows: [[]] }, scope);
  }
}

function operate(node: Node, input: Table, scope: Scope): Table {
  if (node.kind === "InvokeOperator") {
    const call = node.part("Function");
    scope.run.invoked(call.part("Name").name, input);
    return savedCall(call, call.part("Name"), scope, input);
  }
  const operator = TABULAR_OPERATORS[node.kind];
  if (operator === undefined)
    throw new NotImplemented(`the operator ${node.kind.replace(/Operator$/, "").toLowerCase()}`);
  return operator(node, input, scope);
}

function dataTable(node: Node, scope: Scope): Table {
  const { columns } = node;
  const values = node.list("Values").map((value) => constant(value, scope));
  const count = Math.floor(values.length / columns.length);
  return {
    columns,
    rows: Array.from({ length: count }, (_, at) => values.slice(at * columns.length, (at + 1) * columns.length)),
  };
}

/**
 * Calls a saved or `let` function that returns a table. `node` is the call, or only the name if the query gives no arguments.
 * `input` is the table that `invoke` passes as the first argument.
 */
function savedCall(node: Node, name: Node, scope: Scope, input?: Table): Table {
  const body = node.calledBody ?? name.calledBody;
  if (body === undefined) throw new NotImplemented(`the table function ${name.name}`);
  const given = node.kind === "FunctionCallExpression" ? node.part("ArgumentList").list("Expressions") : [];
  const evaluate = () =>
    bodyOf(
      body,
      calledScope(name, given, scope, (part) => scope.run.constant(part, scope), input),
    );
  if (scope.find(name.name) !== undefined || input !== undefined) return evaluate();
  const values = given.map((part) => {
    const argument = part.isNamed ? part.part("Expression") : part;
    return argument.isTable ? tableOf(argument, scope) : constant(argument, scope);
  });
  const names = given.map((part) => (part.isNamed ? part.part("Name").name : ""));
  return scope.run.saved(`${name.name}(${names.join()})`, values, evaluate);
}

/**
 * Defines the names in the `let` statements of a query, or of a function that returns a table. The names' values are
 * constants.
 */
export const defineConstants = (statements: readonly Node[], scope: Scope): void =>
  defineAll(statements, scope, (part) => scope.run.constant(part, scope));

function bodyOf(body: Node, scope: Scope): Table {
  defineConstants(body.list("Statements"), scope);
  return tableOf(body.part("Expression"), scope);
}
