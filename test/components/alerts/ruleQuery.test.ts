import { describe, expect, it } from "vitest";
import { ruleQuery } from "../../../components/alerts/ruleQuery";
import { rules } from "../../../components/detections/rules";
import { bind } from "../../../simulator/kql/bind";
import { columnText, TABLES } from "../../../simulator/workspace/workspace";

const FORWARDERS = ["/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-*"];
const all = rules({ honeyPaths: ["/Finance/salaries"], adminCidrs: ["10.5.0.0/16"] });
const found = (name: string) => {
  const rule = all.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
};

describe("a rule's text", () => {
  it.each(["syslog", "parsed"] as const)("binds without saved functions, with events.table %s", (table) => {
    const name = { syslog: "Syslog", parsed: "QumuloAudit_CL" }[table];
    const schema = { tables: { [name]: columnText(TABLES[name] ?? []) } };
    expect(bind(ruleQuery(found("newExtension-high"), { table, forwarders: FORWARDERS }), schema).errors).toEqual([]);
  });

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
