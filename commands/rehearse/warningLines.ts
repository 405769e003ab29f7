/** What a warning is about, as its text begins. Example: `forwarder.sshPublicKey`, `cluster prodnas`. */
const subjectOf = (text: string): string => /^(cluster \S+|[\w.:[\]-]*\w)/.exec(text)?.[0] ?? text;

/**
 * The warnings of a stack as lines: one that knows what was meant in full, because it is a mistake most of the time, and
 * all others in one line by their settings.
 */
export function warningLines(stack: string, warnings: readonly string[], out: string): string[] {
  const isMistake = (text: string): boolean => text.includes("Did you mean");
  const others = warnings.filter((text) => !isMistake(text)).map(subjectOf);
  return [
    ...warnings.filter(isMistake).map((text) => `warning: ${text}`),
    ...(others.length === 0
      ? []
      : [
          `warning: samples or risks of '${stack}': ${others.join(", ")}. At its end this rehearsal writes them in full into '${out}/summary.json'.`,
        ]),
  ];
}
