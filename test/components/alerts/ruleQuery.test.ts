import { describe, expect, it } from "vitest";
import { ruleQuery } from "../../../components/alerts/ruleQuery";
import { rules } from "../../../components/detections/rules";
import { alertErrors } from "../../../simulator/kql/alertErrors";
import { bind } from "../../../simulator/kql/bind";
import { columnText, TABLES } from "../../../simulator/workspace/workspace";

const FORWARDERS = ["/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-*"];
const all = rules({ honeyPaths: ["/Finance/salaries"], adminCidrs: ["10.5.0.0/16"] });
const found = (name: string) => {
  const rule = all.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
};

describe.each([
  ["syslog", "Syslog"],
  ["parsed", "QumuloAudit_CL"],
] as const)("with events.table %s, a rule's text", (table, name) => {
  const texts = all.map((rule) => ({ rule, text: ruleQuery(rule, { table, forwarders: FORWARDERS }) }));
  // The workspace has only the table that the rule reads, and no saved functions.
  const schema = { tables: { [name]: columnText(TABLES[name] ?? []) } };

  it.each(texts)("binds without saved functions and is accepted for an alert: $rule.name", ({ rule, text }) => {
    const { errors, columns } = bind(text, schema);
    expect(errors).toEqual([]);
    const { everyMinutes, dimensions } = rule;
    const alert = { query: text, everyMinutes, dimensions, metricMeasureColumn: "Count" };
    expect(alertErrors(alert, schema)).toEqual([]);
    expect(Object.keys(columns)).toEqual(expect.arrayContaining([...rule.dimensions, "Count", "FirstEvent", "Late"]));
  });

  it("has at most 40 KB, although Azure accepts 64 KB", () => {
    const [largest = 0] = texts.map(({ text }) => Buffer.byteLength(text)).sort((a, b) => b - a);
    expect(largest).toBeLessThan(40_960);
  });

  it.each(texts)("contains only functions that it calls: $rule.name", ({ text }) => {
    const declared = [...text.matchAll(/^let (\w+) = \([^)]*:/gm)].map(([, one = ""]) => one);
    expect(declared).toEqual(expect.arrayContaining(["QumuloParse", "QumuloEventsCurrent", "Watched"]));
    const unused = declared.filter((one) => text.match(new RegExp(`\\b${one}\\(`, "g")) === null);
    expect(unused).toEqual([]);
  });
});

describe("a rule's text", () => {
  it("contains the machines' ids only if the query needs them, so that a new machine does not change the other rules", () => {
    const named = all.filter((rule) => ruleQuery(rule, { table: "syslog", forwarders: FORWARDERS }).includes("/vm-*"));
    expect(named.map(({ name }) => name)).toEqual(["unknownSender-medium"]);
  });

  it("contains the rule's exceptions instead of the default, which excepts nothing", () => {
    const [, parameters = ""] = /isExcepted = \(([^)]*)\)/.exec(text(found("massRead-low").query)) ?? [];
    const isExcepted = `(${parameters}) { User == "nobody" }`;
    const excepted = ruleQuery({ ...found("massRead-low"), isExcepted }, { table: "syslog", forwarders: [] });
    expect(excepted).toContain(`let isExcepted = ${isExcepted};`);
    expect(excepted.replace('{ User == "nobody" }', "{ false }")).toBe(text(found("massRead-low").query));
  });

  it("contains the burst function only if the query calls it", () => {
    expect(text(found("massDelete-high").query)).toContain("let Bursts = (T:(Group: string");
    expect(text(found("treeDelete-medium").query)).not.toContain("Bursts");
  });
});

const text = (query: string): string => ruleQuery({ query }, { table: "syslog", forwarders: [] });
