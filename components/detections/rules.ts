import { kql, readKqlFile, renderQuery } from "../kqlFile";
import { operationsOf } from "./administration/operationsOf";
import { catalogue } from "./catalogue";
import { type Detection, defaultsOf, everyMinutes, SEVERITIES, type Severity } from "./detection";
import { type Exception, isExcepted } from "./exceptions";
import { lookBack } from "./lookBack";
import { RANSOM_LISTS, type RansomNameChanges, ransomNames } from "./ransomNames";

/**
 * An alert rule. There is one rule for each level of a detection. Only the administration detections share rules: one for
 * each severity.
 */
export interface Rule {
  /** Example: `massDelete-high`. */
  readonly name: string;
  /** What has happened, in a few words. Example: `Many files deleted`. */
  readonly title: string;
  readonly severity: Severity;
  readonly everyMinutes: 5 | 15;
  /** The detections whose alerts the rule raises. */
  readonly detections: readonly Detection[];
  readonly dimensions: readonly string[];
  /**
   * The query without the functions that it calls, which `ruleQuery` adds. The result contains only offenders, in at most nine
   * rows.
   */
  readonly query: string;
  /**
   * The value of the parameter `isExcepted` of shared/Watched.kql, as KQL: a function that decides which events raise no alerts.
   * Default: all events may raise alerts.
   */
  readonly isExcepted?: string;
  /** Whether the query contains secret paths. */
  readonly isSecret: boolean;
}

/** What the settings change about one detection. */
export interface DetectionChange {
  /** Default: true. */
  readonly enabled?: boolean;
  /** Severity of all the detection's rules. Default: the severities in the catalogue. */
  readonly severity?: Severity;
  /** Values for the query's parameters, as KQL. Default: those in the query's file. Example: `{ threshold: "50" }`. */
  readonly values?: Readonly<Record<string, string>>;
}

/** The settings that the detections depend on. */
export interface RuleSettings {
  /** Paths of decoys. Without decoys, honeyPath has no rule. Example: `/finance/salaries`. */
  readonly honeyPaths: readonly string[];
  /** The administrators' address ranges. Without ranges, adminFromElsewhere has no rule. Example: `10.20.0.0/24`. */
  readonly adminCidrs: readonly string[];
  /** Events that raise no alerts. Default: none. */
  readonly exceptions?: readonly Exception[];
  /** Changes to detections, by id. Default: none. */
  readonly changes?: Readonly<Record<string, DetectionChange>>;
  /** Changes to the lists of names that ransomware uses. Default: none. */
  readonly ransomNames?: RansomNameChanges;
}

/**
 * How many offenders get a row of their own. All other offenders share one row, because a result must have fewer than ten
 * rows.
 */
const MOST_OFFENDERS = 8;

/**
 * Returns the last lines of a query, which reduce the result to one row for each of the worst offenders and one row for all
 * others.
 */
function offenders({ dimensions, information }: Detection): string {
  const named = dimensions.map((name) => `${name} = iff(Rank <= ${MOST_OFFENDERS}, ${name}, "others")`).join(", ");
  const kept = information.map((name) => `, ${name} = take_any(${name})`).join("");
  return [
    `| sort by Count desc, ${dimensions.map((name) => `${name} asc`).join(", ")}`,
    "| extend Rank = row_number()",
    `| extend ${named}`,
    `| summarize Count = sum(Count), FirstEvent = min(FirstEvent), LastEvent = max(LastEvent), Late = min(Late)${kept} by ${dimensions.join(", ")}`,
  ].join("\n");
}

/** Returns a rule's query: the detection's query with the given values, and the lines that reduce its result. */
function queryOf(detection: Detection, severity: Severity, values: Readonly<Record<string, string>>): string {
  const every = everyMinutes(severity);
  const times: Record<string, string> = {
    // The time range is one minute longer than the interval between runs, because a run may start late. If two runs find the
    // same row, it still raises only one alert.
    newFrom: `ago(${every + 1}m)`,
    lateBefore: `ago(${every + 30}m)`,
  };
  const from = lookBack(defaultsOf(detection), values);
  const all = { ...times, ...(from === undefined ? {} : { from }), ...values };
  return `${renderQuery(readKqlFile(__dirname, detection.query), all)}\n${offenders(detection)}`;
}

/** The file that all administration detections share. */
const ADMINISTRATION = "administration/administration.kql";

const NO_CHANGES: RansomNameChanges = { add: {}, remove: [] };

/**
 * Returns the values that the settings give a detection's query. Returns undefined if the settings give the detection nothing
 * to look for; the detection then gets no rule.
 */
function given(
  { id }: Detection,
  { honeyPaths, adminCidrs, ransomNames: changes = NO_CHANGES }: RuleSettings,
): Readonly<Record<string, string>> | undefined {
  if (id === "ransomName")
    return Object.fromEntries(RANSOM_LISTS.map((list) => [list, kql(ransomNames(list, changes))]));
  if (id === "honeyPath")
    return honeyPaths.length === 0 ? undefined : { paths: kql(honeyPaths.map((path) => path.toLowerCase())) };
  if (id === "adminFromElsewhere") return adminCidrs.length === 0 ? undefined : { adminCidrs: kql(adminCidrs) };
  return {};
}

/** Returns the alert rules for a deployment's settings. */
export function rules(settings: RuleSettings): Rule[] {
  const { changes = {}, exceptions = [] } = settings;
  const enabled = catalogue.filter(({ id, isOptional }) => changes[id]?.enabled ?? isOptional !== true);
  const own = enabled
    .filter(({ query }) => query !== ADMINISTRATION)
    .flatMap((detection) => {
      const values = given(detection, settings);
      if (values === undefined) return [];
      const change = changes[detection.id];
      return detection.levels.map((level): Rule => {
        const severity = change?.severity ?? level.severity;
        return {
          // The name keeps the severity in the catalogue: Azure would replace a rule whose name changes.
          name: [detection.id, level.name ?? level.severity].join("-"),
          title: level.name === undefined ? detection.title : `${detection.title} (${level.name})`,
          severity,
          everyMinutes: everyMinutes(severity),
          detections: [detection],
          dimensions: detection.dimensions,
          query: queryOf(detection, severity, { ...values, ...change?.values, ...level.values }),
          isExcepted: isExcepted([detection], exceptions),
          isSecret: detection.id === "honeyPath",
        };
      });
    });
  const family = enabled.filter(({ query }) => query === ADMINISTRATION);
  return [...own, ...SEVERITIES.flatMap((severity) => administration(severity, family, settings))];
}

/** Returns the one rule for all administration detections of a severity; no rule if no operation has this severity. */
function administration(
  severity: Severity,
  family: readonly Detection[],
  { changes = {}, exceptions = [] }: RuleSettings,
): Rule[] {
  const watched = family.flatMap((detection) => {
    const own = changes[detection.id]?.severity;
    const names = Object.entries(operationsOf(detection.id)).flatMap(([level, list]) =>
      (own ?? level) === severity ? list : [],
    );
    return names.length === 0 ? [] : [{ detection, names }];
  });
  const [first] = watched;
  if (first === undefined) return [];
  const detections = watched.map(({ detection }) => detection);
  const cases = watched.map(
    ({ detection, names }) => `Verb matches regex @'^(?:${names.join("|")})', "${detection.id}"`,
  );
  return [
    {
      name: `administration-${severity}`,
      title: "Administration",
      severity,
      everyMinutes: everyMinutes(severity),
      detections,
      dimensions: first.detection.dimensions,
      query: queryOf(first.detection, severity, {
        // The rule of high severity waits, so that a node that has stopped sending can start again first.
        isLasting: String(severity === "high"),
        operations: kql(watched.flatMap(({ names }) => names).map((name) => name.replace(/_$/, ""))),
        detectionOf: `(Verb: string) { case(${cases.join(", ")}, "") }`,
      }),
      isExcepted: isExcepted(detections, exceptions),
      isSecret: false,
    },
  ];
}
