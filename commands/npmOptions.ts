/**
 * Options before `--` are npm's: it takes them for settings of its own, and the command never sees them. It leaves their
 * values in the environment. Throws with the line that was meant, because the command would do another thing in silence.
 * Source: docs.npmjs.com/cli/v11/using-npm/scripts, environment.
 */
export function refuseOptionsOfNpm(
  names: readonly string[],
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const [taken] = names.filter((name) => environment[`npm_config_${name}`]);
  if (taken !== undefined)
    throw new Error(`npm has taken --${taken} for itself: options stand behind --.\n  ${command} -- --${taken} ...`);
}
