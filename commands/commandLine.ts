/**
 * Refuses options before `--`. npm takes them as settings of its own and leaves their values in the environment; the command
 * does not get them and would do something else. Throws with the corrected command line.
 * Source: docs.npmjs.com/cli/v11/using-npm/scripts, environment.
 */
export function refuseOptionsOfNpm(
  names: readonly string[],
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const [taken] = names.filter((name) => environment[`npm_config_${name}`]);
  if (taken !== undefined)
    throw new Error(
      `npm took --${taken} as an option of its own: write options after --.\n  ${command} -- --${taken} ...`,
    );
}

/** Refuses an option with an empty value, which in most cases comes from a shell variable that is not set. */
export function refuseEmptyValues(values: Readonly<Record<string, string | boolean | undefined>>): void {
  const [empty] = Object.entries(values).find(([, value]) => typeof value === "string" && value.trim() === "") ?? [];
  if (empty !== undefined) throw new Error(`--${empty} has an empty value`);
}

/** The error for a wrong command line: Node's message without its advice about `--`, and the usage. */
export const usageError = (error: unknown, usage: string): Error =>
  new Error(`${error instanceof Error ? error.message.split(". ")[0] : error}\n\n${usage}`);
