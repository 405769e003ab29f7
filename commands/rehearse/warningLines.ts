/**
 * Returns the setting or cluster with which a warning begins. Examples: `forwarder.sshPublicKey`, `cluster prodnas`.
 */
const subjectOf = (text: string): string => /^(cluster \S+|[\w.:[\]-]*\w)/.exec(text)?.[0] ?? text;

/**
 * Returns a stack's warnings as lines. A warning that suggests another value is printed in full, because the value is
 * probably a typing error. All other warnings share one line, which lists only the settings and clusters with which
 * these warnings begin.
 */
export function warningLines(stack: string, warnings: readonly string[], out: string): string[] {
  const isTypingError = (text: string): boolean => text.includes("Did you mean");
  const others = warnings.filter((text) => !isTypingError(text)).map(subjectOf);
  return [
    ...warnings.filter(isTypingError).map((text) => `warning: ${text}`),
    ...(others.length === 0
      ? []
      : [
          `warning: sample values or risky settings in stack '${stack}': ${others.join(", ")}. When this rehearsal ends, it writes these warnings in full to '${out}/summary.json'.`,
        ]),
  ];
}
