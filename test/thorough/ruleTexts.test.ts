import { describe, expect, it } from "vitest";
import { ruleQuery } from "../../components/alerts/ruleQuery";
import { rules } from "../../components/detections/rules";
import { alertErrors } from "../../simulator/kql/alertErrors";
import { bind } from "../../simulator/kql/bind";
import { columnText, TABLES } from "../../simulator/workspace/workspace";

const FORWARDERS = ["/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-*"];
const all = rules({ honeyPaths: ["/Finance/salaries"], adminCidrs: ["10.5.0.0/16"] });

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
