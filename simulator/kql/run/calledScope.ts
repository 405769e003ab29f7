import type { Node } from "../tree";
import { Scope } from "./scope";
import type { Constant, Table } from "./table";
import { NotImplemented } from "./value";

/**
 * Makes the scope in which a called function's body runs: it defines the function's parameters. `inner` compiles an
 * argument. `input` is the table that `invoke` passes as the first argument.
 */
export function calledScope(
  name: Node,
  given: readonly Node[],
  scope: Scope,
  inner: (part: Node) => Constant,
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
    else body.define(parameter.name, { kind: "scalar", type: argument.type, ...inner(argument) });
  }
  return body;
}

/** Defines the names in the `let` statements of a function body or query. A table is evaluated when it is first read. */
export function defineAll(statements: readonly Node[], scope: Scope, inner: (part: Node) => Constant): void {
  for (const statement of statements) {
    if (statement.kind !== "LetStatement") continue;
    const [{ name }, expression] = [statement.part("Name"), statement.part("Expression")];
    if (expression.kind === "FunctionDeclaration")
      scope.define(name, { kind: "function", scope, body: expression.part("Body") });
    else if (expression.isTable || expression.kind === "MaterializeExpression") {
      let evaluated: Table | undefined;
      scope.define(name, {
        kind: "table",
        table: () => {
          evaluated ??= scope.run.evaluate(expression, scope);
          return evaluated;
        },
      });
    } else scope.define(name, { kind: "scalar", type: expression.type, ...inner(expression) });
  }
}
