/**
 * Throws if an option precedes `--`; the message contains the corrected command line. npm treats such options as its own
 * settings, so the command would run without them. npm stores their values in the environment, where this function
 * finds them.
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

/** Throws if an option has an empty value, which usually comes from an unset shell variable. */
export function refuseEmptyValues(values: Readonly<Record<string, string | boolean | undefined>>): void {
  const [empty] = Object.entries(values).find(([, value]) => typeof value === "string" && value.trim() === "") ?? [];
  if (empty !== undefined) throw new Error(`--${empty} has an empty value`);
}

/** Returns the error for a wrong command line: Node's message without its advice about `--`, and the usage. */
export const usageError = (error: unknown, usage: string): Error =>
  new Error(`${error instanceof Error ? error.message.split(". ")[0] : error}\n\n${usage}`);
