import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import prices from "../components/alerts/prices.json";
import { operationsOf } from "../components/detections/administration/operationsOf";
import { catalogue } from "../components/detections/catalogue";
import { type Detection, defaultsOf, entitiesOf } from "../components/detections/detection";
import { type Rule, rules } from "../components/detections/rules";
import { between, code, head, row } from "./markdown";

const FILE = join(__dirname, "../docs/detections.md");

/** The rules of a stack with decoys and administrators' ranges, and those of a stack without settings. */
const ALL = rules({ honeyPaths: ["/a"], adminCidrs: ["10.0.0.0/24"] });
const BY_DEFAULT = rules({ honeyPaths: [], adminCidrs: [] });

const price = ({ everyMinutes }: Rule): number => prices.perMonth[everyMinutes];
const money = (amount: number): string => `${amount.toFixed(2)} ${prices.currency}`;
const sum = (some: readonly Rule[]): number => some.reduce((total, rule) => total + price(rule), 0);

const costs = (): string[] => [
  ...head("rule", "detections", "severity", "runs every", "cost a month"),
  ...ALL.map((rule) =>
    row(
      code(rule.name),
      rule.detections.map(({ id }) => `[${id}](#${id.toLowerCase()})`).join(", "),
      rule.severity,
      `${rule.everyMinutes} min`,
      money(price(rule)),
    ),
  ),
  "",
  `A stack without settings for detections has ${BY_DEFAULT.length} rules, which cost ${money(sum(BY_DEFAULT))} a month; with decoys`,
  `and administrators' ranges it has ${ALL.length}, which cost ${money(sum(ALL))}.`,
  `Source of the prices: ${prices.source}; read on ${prices.read}.`,
];

/** Returns the operations that a detection's query names, or `all` if it names none. */
function operationsRead(detection: Detection): string {
  const own = Object.values(operationsOf(detection.id)).flat();
  const named = /^dynamic\((\[.*\])\)$/.exec(defaultsOf(detection).get("operations") ?? "")?.[1];
  const names: unknown = own.length > 0 ? own : named === undefined ? [] : JSON.parse(named);
  return Array.isArray(names) && names.length > 0 ? names.map(code).join(", ") : "all";
}

const history = ({ historyDays }: Detection): string =>
  historyDays === 0 ? "hours" : historyDays === 1 ? "1 day" : `${historyDays} days`;

/** Returns the section on one detection. */
function section(detection: Detection): string[] {
  const { id, title, meaning, whatToDo, attack, parameters, falsePositives, noExceptions } = detection;
  const defaults = defaultsOf(detection);
  const own = ALL.filter(({ detections }) => detections.includes(detection));
  const entities = Object.entries(entitiesOf(detection)).map(
    ([entity, columns]) => `${entity}: ${columns.map(code).join(", ")}`,
  );
  return [
    `### ${id}`,
    "",
    `**${title}.** ${meaning}`,
    "",
    "What to do:",
    "",
    ...whatToDo.map((step, index) => `${index + 1}. ${step}`),
    "",
    ...head("", ""),
    row("rules", own.map(({ name, everyMinutes }) => `${code(name)}, every ${everyMinutes} min`).join("; ")),
    row("MITRE ATT&CK", attack.map(([tactic, technique]) => `${tactic}, ${technique}`).join("; ")),
    row("events read", operationsRead(detection)),
    row("looks back", history(detection)),
    row("columns by entity", entities.join("; ")),
    row("what else may make it fire", falsePositives.join("; ")),
    ...(noExceptions === undefined ? [] : [row("exceptions", `none: ${noExceptions}`)]),
    "",
    ...(Object.keys(parameters).length === 0
      ? []
      : [
          ...head("parameter", "what", "default", "unit", "why the default"),
          ...Object.entries(parameters).map(([name, parameter]) =>
            row(code(name), parameter.meaning, code(defaults.get(name)), parameter.unit, parameter.reason),
          ),
          "",
        ]),
  ];
}

/** Returns docs/detections.md with its tables and sections regenerated from the catalogue. */
export const detectionsPage = (text: string): string =>
  between(between(text, "costs", costs()), "detections", catalogue.flatMap(section).slice(0, -1));

if (require.main === module) writeFileSync(FILE, detectionsPage(readFileSync(FILE, "utf8")));
