/** The setting or cluster at the beginning of a warning. Examples: `forwarder.sshPublicKey`, `cluster prodnas`. */
const subjectOf = (text: string): string => /^(cluster \S+|[\w.:[\]-]*\w)/.exec(text)?.[0] ?? text;

/**
 * The warnings of a stack as lines. A warning that suggests another value is printed in full, because the value is probably
 * a typing error. One line names the settings of all other warnings.
 */
export function warningLines(stack: string, warnings: readonly string[], out: string): string[] {
  const isTypingError = (text: string): boolean => text.includes("Did you mean");
  const others = warnings.filter((text) => !isTypingError(text)).map(subjectOf);
  return [
    ...warnings.filter(isTypingError).map((text) => `warning: ${text}`),
    ...(others.length === 0
      ? []
      : [
          `warning: samples or risks of '${stack}': ${others.join(", ")}. When this rehearsal ends, it writes them in full to '${out}/summary.json'.`,
        ]),
  ];
}
