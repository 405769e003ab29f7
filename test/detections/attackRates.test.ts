import { expect, it } from "vitest";
import type { ReplayEvent } from "../../components/detections/replayCase";
import { rules } from "../../components/detections/rules";
import { START } from "../components/detections/replayed";
import { parsedAlerts } from "./parsedReplay";

/** When the attack starts, in seconds from a run of the rules. */
const BEGIN = 60;

/** Files per second, and the attack's length in seconds. Source of the rates: Splunk SURGe, March 2022. */
const RATES = [
  { name: "15 a minute", rate: 0.25, seconds: 2400 },
  { name: "8 a second", rate: 8, seconds: 600 },
  { name: "38 a second", rate: 38, seconds: 120 },
  { name: "282 a second", rate: 282, seconds: 15 },
] as const;

const KINDS = ["docx", "xlsx", "pdf", "jpg"];
const fileOf = (index: number) => `/projects/d${index % 50}/f${index}.${KINDS[index % KINDS.length]}`;

/** What ransomware does to a file. */
const SHAPES: Readonly<
  Record<string, (path: string) => readonly Pick<ReplayEvent, "operation" | "path" | "target">[]>
> = {
  "in place": (path) => [{ operation: "fs_write_data", path }],
  rename: (path) => [
    { operation: "fs_write_data", path },
    { operation: "fs_rename", path, target: `${path}.k7x2qd` },
  ],
  "create and delete": (path) => [
    { operation: "fs_create_file", path: `${path}.k7x2qd` },
    { operation: "fs_write_data", path: `${path}.k7x2qd` },
    { operation: "fs_delete", path },
  ],
};

/** Returns an attack by a number of clients, each with a user of its own. */
const attack = (rate: number, seconds: number, clients: number, shape: string): ReplayEvent[] =>
  Array.from({ length: Math.floor(rate * seconds) }, (_, index) =>
    (SHAPES[shape]?.(fileOf(index)) ?? []).map((event, step) => ({
      ...event,
      at: BEGIN + index / rate + step / 1000,
      user: `AD\\user${index % clients}`,
      client: `10.0.0.${index % clients}`,
    })),
  ).flat();

const RULES = rules({ honeyPaths: [], adminCidrs: [] }).filter(({ name }) =>
  ["newExtension-high", "massOverwrite-high", "massDelete-high", "massDelete-medium"].includes(name),
);

/** Returns how many minutes after the attack's start each rule fires first. */
const minutes = (events: readonly ReplayEvent[]): string[] =>
  RULES.flatMap((rule) => {
    const [first] = parsedAlerts(rule, events);
    return first === undefined
      ? []
      : [`${rule.name} after ${Math.ceil((Date.parse(first.firedAt) - START) / 1000 - BEGIN) / 60}`];
  });

/** The first alert of each rule, in minutes after the attack's start. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "in place": [
    "15 a minute, 1 clients: massOverwrite-high after 29",
    // Each user writes to 75 files in an hour, as many as a busy person. Only the files' owners notice this attack.
    "15 a minute, 12 clients: none",
    "8 a second, 1 clients: massOverwrite-high after 4",
    "8 a second, 12 clients: massOverwrite-high after 9",
    "38 a second, 1 clients: massOverwrite-high after 4",
    "38 a second, 12 clients: massOverwrite-high after 4",
    "282 a second, 1 clients: massOverwrite-high after 4",
    "282 a second, 12 clients: massOverwrite-high after 4",
  ],
  rename: [
    "15 a minute, 1 clients: newExtension-high after 9, massOverwrite-high after 29",
    "15 a minute, 12 clients: newExtension-high after 9",
    "8 a second, 1 clients: newExtension-high after 4, massOverwrite-high after 4",
    "8 a second, 12 clients: newExtension-high after 4, massOverwrite-high after 9",
    "38 a second, 1 clients: newExtension-high after 4, massOverwrite-high after 4",
    "38 a second, 12 clients: newExtension-high after 4, massOverwrite-high after 4",
    "282 a second, 1 clients: newExtension-high after 4, massOverwrite-high after 4",
    "282 a second, 12 clients: newExtension-high after 4, massOverwrite-high after 4",
  ],
  "create and delete": [
    "15 a minute, 1 clients: newExtension-high after 9",
    "15 a minute, 12 clients: newExtension-high after 9",
    "8 a second, 1 clients: newExtension-high after 4, massDelete-high after 4",
    "8 a second, 12 clients: newExtension-high after 4",
    "38 a second, 1 clients: newExtension-high after 4, massDelete-high after 4",
    "38 a second, 12 clients: newExtension-high after 4, massDelete-medium after 14",
    "282 a second, 1 clients: newExtension-high after 4, massDelete-high after 4",
    "282 a second, 12 clients: newExtension-high after 4, massDelete-medium after 14",
  ],
};

it.each(Object.keys(SHAPES))("the measured rates of ransomware raise alerts: %s", { timeout: 300_000 }, (shape) => {
  const found = RATES.flatMap(({ name, rate, seconds }) =>
    [1, 12].map(
      (clients) =>
        `${name}, ${clients} clients: ${minutes(attack(rate, seconds, clients, shape)).join(", ") || "none"}`,
    ),
  );
  expect(found).toEqual(EXPECTED[shape]);
});
