import { kql, readKqlFile, renderFunction, renderQuery } from "../kqlFile";
import operations from "./administration/operations.json";
import { catalogue } from "./catalogue";
import type { Detection, Severity } from "./detection";
import lists from "./ransomName/lists.json";

/**
 * An alert rule. There is one rule for each level of a detection. Only the administration detections share rules: one for
 * each severity.
 */
export interface Rule {
  /** Example: `massDelete-high`. */
  readonly name: string;
  readonly severity: Severity;
  readonly everyMinutes: 5 | 15;
  /** The detections whose alerts the rule raises. */
  readonly detections: readonly Detection[];
  readonly dimensions: readonly string[];
  /** The query, which calls the workspace's functions. The result contains only offenders, in at most nine rows. */
  readonly query: string;
}

/** The settings that the detections depend on. */
export interface RuleSettings {
  /** Paths of decoys. Without decoys, honeyPath has no rule. Example: `/finance/salaries`. */
  readonly honeyPaths: readonly string[];
  /** The administrators' address ranges. Without ranges, adminFromElsewhere has no rule. Example: `10.20.0.0/24`. */
  readonly adminCidrs: readonly string[];
}

/**
 * How many offenders get a row of their own. All other offenders share one row, because a result must have fewer than ten
 * rows.
 */
const MOST_OFFENDERS = 8;

/** Returns the functions that the detections' queries call. */
export function sharedFunctions(): Readonly<Record<string, { readonly parameters: string; readonly body: string }>> {
  const watched = renderFunction(readKqlFile(__dirname, "shared/Watched.kql"), ["from", "newFrom", "operations"], {});
  const bursts = renderFunction(
    readKqlFile(__dirname, "shared/Bursts.kql"),
    ["T", "threshold", "window", "lateBefore"],
    {},
  );
  const either = renderFunction(
    readKqlFile(__dirname, "shared/EitherBursts.kql"),
    ["T", "fastThreshold", "fastWindow", "threshold", "window", "lateBefore"],
    {},
  );
  const rows = "T:(Group:string, EventTime:datetime, IsNew:bool)";
  return {
    Watched: { parameters: watched.parameters, body: watched.query },
    Bursts: {
      parameters: bursts.parameters.replace("T:(*)", rows),
      body: bursts.query,
    },
    EitherBursts: { parameters: either.parameters.replace("T:(*)", rows), body: either.query },
  };
}

/**
 * Returns the last lines of a query. They reduce its result to one row for each of the worst offenders and one row for all
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

function query(detection: Detection, severity: Severity, values: Readonly<Record<string, string>>): string {
  const every = everyMinutes(severity);
  const file = readKqlFile(__dirname, detection.query);
  const times: Record<string, string> = {
    // The time range is one minute longer than the interval between runs, because a run may start late. If two runs find the
    // same row, it still raises only one alert.
    newFrom: `ago(${every + 1}m)`,
    lateBefore: `ago(${every + 30}m)`,
  };
  return `${renderQuery(file, { ...times, ...values })}\n${offenders(detection)}`;
}

/** Rules of high severity run every 5 minutes. The others run every 15 minutes and cost a third as much. */
const everyMinutes = (severity: Severity): 5 | 15 => (severity === "high" ? 5 : 15);

const ADMINISTRATION = "administration/administration.kql";

const ransomNames = {
  strongExtensions: kql(lists.strong.extensions),
  weakExtensions: kql(lists.weak.extensions),
  strongNames: kql(lists.strong.names),
  weakNames: kql(lists.weak.names),
};

/**
 * Returns the values that replace defaults in a detection's query. Returns undefined if the settings give the detection
 * nothing to look for; it then gets no rule.
 */
function given(
  { id }: Detection,
  { honeyPaths, adminCidrs }: RuleSettings,
): Readonly<Record<string, string>> | undefined {
  if (id === "ransomName") return ransomNames;
  if (id === "honeyPath")
    return honeyPaths.length === 0 ? undefined : { paths: kql(honeyPaths.map((path) => path.toLowerCase())) };
  if (id === "adminFromElsewhere") return adminCidrs.length === 0 ? undefined : { adminCidrs: kql(adminCidrs) };
  return {};
}

/** Returns the alert rules for a deployment's settings. */
export function rules(settings: RuleSettings): Rule[] {
  const own = catalogue
    .filter(({ query: file }) => file !== ADMINISTRATION)
    .flatMap((detection) => {
      const values = given(detection, settings);
      if (values === undefined) return [];
      return detection.levels.map((level): Rule => {
        const { severity } = level;
        return {
          name: [detection.id, level.name ?? severity].join("-"),
          severity,
          everyMinutes: everyMinutes(severity),
          detections: [detection],
          dimensions: detection.dimensions,
          query: query(detection, severity, { ...values, ...level.values }),
        };
      });
    });
  return [...own, ...administration()];
}

function administration(): Rule[] {
  const family = catalogue.filter(({ query: file }) => file === ADMINISTRATION);
  return (["high", "medium", "low"] as const).map((severity) => {
    const watched = Object.entries(operations).flatMap(([id, bySeverity]) => {
      const names = Object.entries(bySeverity).find(([level]) => level === severity)?.[1] ?? [];
      return names.length === 0 ? [] : [{ id, names }];
    });
    const cases = watched.map(({ id, names }) => `Verb matches regex @'^(?:${names.join("|")})', "${id}"`);
    const detections = family.filter(({ id }) => watched.some((one) => one.id === id));
    const [first] = detections;
    if (first === undefined) throw new Error(`no administration detection has the severity ${severity}`);
    return {
      name: `administration-${severity}`,
      severity,
      everyMinutes: everyMinutes(severity),
      detections,
      dimensions: first.dimensions,
      query: query(first, severity, {
        // Rules of high severity wait until a node that has stopped sending had time to start again.
        isLasting: String(severity === "high"),
        operations: kql(watched.flatMap(({ names }) => names).map((name) => name.replace(/_$/, ""))),
        detectionOf: `(Verb: string) { case(${cases.join(", ")}, "") }`,
      }),
    };
  });
}
