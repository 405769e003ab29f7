import { describe, expect, it } from "vitest";
import { catalogue } from "../../../components/detections/catalogue";
import { defaultsOf, entitiesOf } from "../../../components/detections/detection";
import { longest, minutesOf } from "../../../components/detections/lookBack";
import { publishedRansomNames } from "../../../components/detections/ransomNames";
import { type RuleSettings, rules } from "../../../components/detections/rules";

const NOTHING = { honeyPaths: [], adminCidrs: [] };
const ALL = { honeyPaths: ["/finance/salaries"], adminCidrs: ["10.5.0.0/16"] };

/** Returns one rule's query. */
const queryOf = (name: string, settings: Partial<RuleSettings>): string =>
  rules({ ...ALL, ...settings }).find((rule) => rule.name === name)?.query ?? "";
/** Returns the lines of a query that differ from those of the default. */
const changedLines = (name: string, settings: Partial<RuleSettings>): string[] => {
  const before = queryOf(name, {}).split("\n");
  return queryOf(name, settings)
    .split("\n")
    .filter((line) => !before.includes(line));
};

describe("the rules", () => {
  it("include one for each detection that is not optional, and have different names", () => {
    const names = rules(ALL).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { id, isOptional } of catalogue)
      expect(rules(ALL).some(({ detections }) => detections.some((one) => one.id === id))).toBe(isOptional !== true);
  });

  it("include none for decoys or administrators' addresses if the settings contain none", () => {
    const without = rules(NOTHING).map(({ name }) => name);
    expect(
      rules(ALL)
        .map(({ name }) => name)
        .filter((name) => !without.includes(name)),
    ).toEqual(["honeyPath-high", "adminFromElsewhere-high"]);
  });

  it("exclude disabled detections, even from the queries that administration detections share", () => {
    const off = (id: string) => ({ changes: { [id]: { enabled: false } } });
    expect(queryOf("massRead-low", off("massRead"))).toBe("");
    expect(queryOf("administration-high", off("auditChanged"))).not.toContain("audit_modify");
    expect(queryOf("administration-low", off("auditChanged"))).toBe("");
  });

  it("mark queries that contain secrets", () => {
    expect(
      rules(ALL)
        .filter(({ isSecret }) => isSecret)
        .map(({ name }) => name),
    ).toEqual(["honeyPath-high"]);
  });
});

describe("a changed parameter", () => {
  it("changes only its own line in its own rule", () => {
    const changes = { massRead: { values: { threshold: "5000" } } };
    expect(changedLines("massRead-low", { changes })).toEqual(["let threshold = 5000;"]);
    for (const { name } of rules(ALL)) if (name !== "massRead-low") expect(changedLines(name, { changes })).toEqual([]);
  });

  it("extends the time that the query reads by as much as the window grows, so that late events are covered as before", () => {
    const changes = { deniedBurst: { values: { window: "3h" } } };
    expect(changedLines("deniedBurst-low", { changes })).toEqual(["let from = ago(285m);", "let window = 3h;"]);
    expect(changedLines("deniedBurst-low", { changes: { deniedBurst: { values: { window: "5m" } } } })).toEqual([
      "let window = 5m;",
    ]);
  });

  it("never lets a query read more than the two days that Azure allows", () => {
    for (const detection of catalogue) {
      const defaults = defaultsOf(detection);
      for (const name of Object.keys(detection.parameters)) {
        if (minutesOf(defaults.get(name) ?? "") === undefined) continue;
        const changes = { [detection.id]: { values: { [name]: `${longest(defaults, name)}m` } } };
        for (const { query } of rules({ ...ALL, changes }).filter(({ detections }) => detections.includes(detection)))
          for (const [, back = ""] of query.matchAll(/ago\((\w+)\)/g))
            expect(minutesOf(back)).toBeLessThanOrEqual(2880);
      }
    }
  });
});

describe("a changed severity", () => {
  it("changes how often the rule runs, which events are new to the rule, and which are late", () => {
    const changes = { massRead: { severity: "high" } } as const;
    expect(rules({ ...ALL, changes }).find(({ name }) => name === "massRead-low")).toMatchObject({
      severity: "high",
      everyMinutes: 5,
    });
    expect(changedLines("massRead-low", { changes })).toEqual(["let newFrom = ago(6m);", "let lateBefore = ago(35m);"]);
  });

  it("moves an administration detection to the query of its new severity", () => {
    const changes = { exposureChanged: { severity: "high" } } as const;
    expect(queryOf("administration-high", { changes })).toContain("nfs_create_export");
    expect(queryOf("administration-medium", { changes })).not.toContain("nfs_create_export");
  });
});

describe("the lists of ransom names", () => {
  it("can be extended and cut", () => {
    const [removed = ""] = publishedRansomNames.strongExtensions;
    const [line = ""] = changedLines("ransomName-high", {
      ransomNames: { add: { strongExtensions: ["LockMe"] }, remove: [removed.toUpperCase()] },
    });
    expect(line).toContain('"lockme"');
    expect(line).not.toContain(`"${removed}"`);
  });
});

describe("a detection", () => {
  it.each(catalogue)("has complete documentation: $id", (detection) => {
    const defaults = defaultsOf(detection);
    for (const [name, { reason }] of Object.entries(detection.parameters)) {
      expect(defaults.has(name), name).toBe(true);
      expect(reason).toMatch(/^[A-Z].*\.$/);
    }
    expect(Object.keys(entitiesOf(detection)).length).toBeGreaterThan(0);
    expect(detection.dimensions.length).toBeLessThanOrEqual(6);
    for (const group of detection.needs) expect(group.length).toBeGreaterThan(0);
  });
});
