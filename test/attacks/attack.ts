/** The kinds of attacks, in the order of the table at the end. */
export const KINDS = ["bytes over TCP", "forged fields", "filters", "sessions", "settings"] as const;
export type Kind = (typeof KINDS)[number];

/** An attack that was carried out. */
export interface Outcome {
  readonly kind: Kind;
  /** What is done, as one sentence. */
  readonly attack: string;
  /** What has got through; `undefined` where it held. */
  readonly broken: string | undefined;
}

/** Attacks that are known to get through, each with its reason; one of them that holds is to be taken out here. */
export const NAMED: Readonly<Record<string, string>> = {
  "JSON with an operation within the details alone":
    "no cluster writes an event without an operation of its own, and no name can add a key to the details",
  "NUL in front of a line":
    "no cluster writes it, rsyslogd finds no app-name behind it, and the forwarder's report counts the line with a sample",
  "a byte order mark in front of a line":
    "no cluster writes it, rsyslogd finds no app-name behind it, and the forwarder's report counts the line with a sample",
};

const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, at) => (at === 0 ? String(cell).padEnd(16) : String(cell).padStart(8))).join("");

/** Tried, held and broken by kind, as lines of a table, and what is named as broken with its reason. */
export function table(outcomes: readonly Outcome[]): string[] {
  const count = (of: readonly Outcome[]) => {
    const broken = of.filter(({ broken }) => broken !== undefined).length;
    return [of.length, of.length - broken, broken];
  };
  return [
    row("attacks", "tried", "held", "broken"),
    ...KINDS.map((kind) => row(kind, ...count(outcomes.filter((outcome) => outcome.kind === kind)))),
    row("all", ...count(outcomes)),
    ...Object.entries(NAMED).map(([attack, reason]) => `named: ${attack}: ${reason}`),
  ];
}
