/** The kinds of attacks, in the order of the printed table. */
export const KINDS = ["bytes over TCP", "forged fields", "filters", "sessions", "settings"] as const;
export type Kind = (typeof KINDS)[number];

/** The result of an attack that was carried out. */
export interface Outcome {
  readonly kind: Kind;
  /** What the attack does, in a few words. */
  readonly attack: string;
  /** What the attack achieved; `undefined` if the forwarder withstood it. */
  readonly broken: string | undefined;
}

/** Attacks that are known to succeed, with the reason why each is accepted. If one no longer succeeds, a test fails. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  "JSON with an operation only within the details":
    "no cluster writes an event without a top-level operation, and no file name can add a key to the details",
  "NUL before a line":
    "no cluster writes it, rsyslogd finds no app-name after it, and the forwarder's report counts the line and shows a sample",
  "a byte order mark before a line":
    "no cluster writes it, rsyslogd finds no app-name after it, and the forwarder's report counts the line and shows a sample",
};

const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, at) => (at === 0 ? String(cell).padEnd(16) : String(cell).padStart(8))).join("");

/**
 * Renders a table with the number of tried, withstood and successful attacks of each kind, and the accepted attacks with
 * their reasons.
 */
export function table(outcomes: readonly Outcome[]): string[] {
  const count = (of: readonly Outcome[]) => {
    const broken = of.filter(({ broken }) => broken !== undefined).length;
    return [of.length, of.length - broken, broken];
  };
  return [
    row("attacks", "tried", "held", "broken"),
    ...KINDS.map((kind) => row(kind, ...count(outcomes.filter((outcome) => outcome.kind === kind)))),
    row("all", ...count(outcomes)),
    ...Object.entries(ACCEPTED).map(([attack, reason]) => `accepted: ${attack}: ${reason}`),
  ];
}
