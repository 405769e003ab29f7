import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventColumns, isStored } from "../components/events/columns";
import { CLASSES, operations, statusFamilies } from "../components/events/operations";
import { dropped, dropReasons } from "../components/filter/presets";
import { between, code, head, row } from "./markdown";

const FILE = join(__dirname, "../docs/events.md");

const columns = (): string[] => [
  ...head("column", "type", "meaning", "example", "stored in QumuloAudit_CL"),
  ...eventColumns.map(({ name, type, meaning, example }) =>
    row(code(name), type, meaning, code(example), isStored(name) ? "yes" : ""),
  ),
];

const HIDES: Readonly<Record<string, string>> = {
  everything: "nothing",
  noNoise: "who read attributes without reading content; when sessions and handles were closed",
  changesOnly: "the same; who listed or read which file; mass reads, theft, and reads of a bait file",
};
const presets = (): string[] => [
  ...head("`events.keep`", "drops these operations", "what can then no longer be seen"),
  ...Object.entries(dropped).map(([name, names]) =>
    row(code(name), names.map(code).join(", ") || "nothing", HIDES[name] ?? ""),
  ),
];

const dropReasonRows = (): string[] => [
  ...head("operation", "why dropping it hides no change", "source"),
  ...dropReasons.map(({ name, reason, source }) => row(code(name), reason, source)),
];

const classes = (): string[] => [
  ...head("class", "known operations"),
  ...CLASSES.map((name) => {
    const members = operations().filter((operation) => operation.class === name);
    return row(code(name), members.map((operation) => code(operation.name)).join(", ") || "none");
  }),
];

const families = (): string[] => {
  const all = Object.entries(statusFamilies());
  return [
    ...head("family", "known statuses"),
    ...[...new Set(all.map(([, family]) => family))].map((family) =>
      row(
        code(family),
        all
          .filter(([, one]) => one === family)
          .map(([name]) => code(name))
          .join(", "),
      ),
    ),
  ];
};

const PARTS: Readonly<Record<string, () => string[]>> = {
  columns,
  presets,
  dropReasons: dropReasonRows,
  classes,
  families,
};

/** Returns docs/events.md with its tables regenerated from the code. */
export const rendered = (text: string): string =>
  Object.entries(PARTS).reduce((document, [name, make]) => between(document, name, make()), text);

export const eventsDocument = (): string => readFileSync(FILE, "utf8");

if (require.main === module) writeFileSync(FILE, rendered(eventsDocument()));
