import { readKqlFile } from "../kqlFile";

/** How urgent an alert is. */
export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Azure's numbers for severities: 0 is critical, 1 error, 2 warning, 3 informational. */
export const SEVERITY_NUMBERS: Readonly<Record<Severity, number>> = { high: 1, medium: 2, low: 3 };

/** Returns the minutes between a rule's runs. A rule that runs every 15 minutes costs a third of one that runs every 5. */
export const everyMinutes = (severity: Severity): 5 | 15 => (severity === "high" ? 5 : 15);

/** A query parameter that the settings may change. The default is in the query's file. */
export interface Parameter {
  /** What the query does with the parameter, in one or two sentences. */
  readonly meaning: string;
  /** Example: `files`. `time` means that the parameter is a duration. */
  readonly unit: string;
  /** Why the default has its value. */
  readonly reason: string;
  /** The smallest value that the settings may give. Default: 2, because one event is not a burst. */
  readonly least?: number;
}

/** One of a detection's alert rules. */
export interface Level {
  /** Last part of the rule's name, which distinguishes rules of the same severity. Default: the severity. Example: `success`. */
  readonly name?: string;
  /** The rule's severity, unless the settings change it. */
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
  /** Whether the detection has rules only if the settings enable it by name. Default: false. */
  readonly isOptional?: boolean;
  /** Whether only events in JSON contain what the detection reads. Default: false. */
  readonly needsJson?: boolean;
  /** How many whole days of history the query reads; 0 if it reads only hours. */
  readonly historyDays: number;
  /** The parameters, keyed by their names in the query. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /**
   * Groups of operations, by the beginnings of their names. The detection can fire only if successful events of at least one
   * operation in each group are stored. Events of refused attempts are always stored, so detections of refusals need no
   * operation.
   * Example: `[["fs_read_data"], ["fs_delete", "fs_tree_delete"]]`.
   */
  readonly needs: readonly (readonly string[])[];
  /** Why the settings may not except events from the detection. Default: they may. */
  readonly noExceptions?: string;
  /**
   * The columns whose values tell one alert from another. They must have the same values whenever a run finds the same alert
   * again.
   */
  readonly dimensions: readonly string[];
  /** The result's other columns. */
  readonly information: readonly string[];
  /** Harmless causes that may also make the detection fire. */
  readonly falsePositives: readonly string[];
}

/** What a column's values identify. */
export type Entity = "account" | "host" | "ip" | "file";

const ENTITIES: Readonly<Record<string, Entity>> = {
  Cluster: "host",
  Actor: "account",
  Actors: "account",
  Users: "account",
  Client: "ip",
  Clients: "ip",
  Forwarders: "host",
  Folder: "file",
  TopFolders: "file",
  Paths: "file",
  TargetPaths: "file",
  Objects: "file",
  Names: "file",
};

/** Returns the columns of a detection's result that identify an entity, by entity. Example: `{ account: ["Actor"] }`. */
export function entitiesOf({ dimensions, information }: Detection): Partial<Record<Entity, readonly string[]>> {
  const found: Partial<Record<Entity, string[]>> = {};
  for (const column of [...dimensions, ...information]) {
    const entity = ENTITIES[column];
    if (entity !== undefined) found[entity] = [...(found[entity] ?? []), column];
  }
  return found;
}

/** Returns the default values of the query's parameters by name, as KQL. Example: `window` is `5m`. */
export const defaultsOf = ({ query }: Detection): ReadonlyMap<string, string> =>
  readKqlFile(__dirname, query).parameters;
