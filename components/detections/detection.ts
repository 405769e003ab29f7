/** How urgent an alert is. Azure uses numbers: high is 1, medium is 2, low is 3. */
export type Severity = "high" | "medium" | "low";

/** A query parameter that the settings may change. The default is in the query's file. */
export interface Parameter {
  /** Example: `files`. */
  readonly unit: string;
  /** Why the default has its value. */
  readonly reason: string;
}

/** One of a detection's alert rules. */
export interface Level {
  /** Last part of the rule's name, which distinguishes rules of the same severity. Default: the severity. Example: `success`. */
  readonly name?: string;
  readonly severity: Severity;
  /** Values for query parameters, as KQL. Example: `{ isMany: "true" }`. */
  readonly values: Readonly<Record<string, string>>;
}

/** A pattern that an attack or an accident leaves in the events. */
export interface Detection {
  /** Example: `massDelete`. */
  readonly id: string;
  readonly title: string;
  /** What has happened if the detection fires. */
  readonly meaning: string;
  /** What to do after an alert, in three steps that the night shift can follow. */
  readonly whatToDo: readonly [string, string, string];
  /** The tactics and techniques of MITRE ATT&CK that the detection finds. Example: `["Impact", "T1485"]`. */
  readonly attack: readonly (readonly [tactic: string, technique: string])[];
  /** Path of the query's file, relative to this folder. */
  readonly query: string;
  readonly levels: readonly Level[];
  /** How many days of history the query reads. */
  readonly historyDays: number;
  /** The parameters, keyed by their names in the query. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /**
   * The columns whose values tell one alert from another. They must have the same values whenever a run finds the same alert
   * again.
   */
  readonly dimensions: readonly string[];
  /** The result's other columns. */
  readonly information: readonly string[];
  /** What else may fire the detection. */
  readonly falsePositives: readonly string[];
}
