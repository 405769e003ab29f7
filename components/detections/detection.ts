/** How urgent an alert is. Azure numbers them: high is 1, medium 2, low 3. */
export type Severity = "high" | "medium" | "low";

/** A parameter of a query that the settings may change. Its default is in the query's file. */
export interface Parameter {
  /** Example: `files`. */
  readonly unit: string;
  /** The reason for the default. */
  readonly reason: string;
}

/** An alert rule of a detection. */
export interface Level {
  /** Tells rules of the same severity apart. Default: the severity. Example: `success`. */
  readonly name?: string;
  readonly severity: Severity;
  /** Values for parameters of the query, as KQL. Example: `{ isMany: "true" }`. */
  readonly values: Readonly<Record<string, string>>;
}

/** A pattern in the events that an attack or an accident leaves. */
export interface Detection {
  /** Example: `massDelete`. */
  readonly id: string;
  readonly title: string;
  /** What has happened if it fires. */
  readonly meaning: string;
  /** What to do, in three steps for the night shift. */
  readonly whatToDo: readonly [string, string, string];
  /** The tactics and techniques in MITRE ATT&CK. Example: `["Impact", "T1485"]`. */
  readonly attack: readonly (readonly [tactic: string, technique: string])[];
  /** The path of the query's file in this folder. */
  readonly query: string;
  readonly levels: readonly Level[];
  /** How many days of history the query reads. */
  readonly historyDays: number;
  /** The parameters by their names in the query. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The columns that tell alerts apart. Their values must not change from run to run. */
  readonly dimensions: readonly string[];
  /** Further columns of the result. */
  readonly information: readonly string[];
  /** What else may fire it. */
  readonly falsePositives: readonly string[];
}
