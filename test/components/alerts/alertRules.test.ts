import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rules as catalogueRules } from "../../../components/detections/rules";
import { program } from "../../../infra/program";
import { recordProgram } from "../../../simulator/engine/recordProgram";
import { graphOf, ids, OWN, stackConfig, stacks } from "../../exampleStacks";

const RULE = "azure-native:monitor:ScheduledQueryRule";
const GROUP = "azure-native:monitor:ActionGroup";

const ruleInputs = z.object({
  severity: z.number(),
  evaluationFrequency: z.string(),
  description: z.string(),
  displayName: z.string(),
  criteria: z.object({
    allOf: z.array(
      z.object({
        query: z.string(),
        metricMeasureColumn: z.string(),
        timeAggregation: z.string(),
        operator: z.string(),
        threshold: z.number(),
        dimensions: z.array(z.object({ name: z.string() })),
      }),
    ),
  }),
  actions: z.object({
    actionGroups: z.array(z.string()),
    actionProperties: z.record(z.string(), z.string()),
    customProperties: z.record(z.string(), z.string()),
  }),
});

/** Whether an input, as the SDK sent it, is a secret or contains one. The SDK wraps secrets in objects with this signature. */
const isSecret = (input: unknown): boolean => JSON.stringify(input).includes("1b47061264138c4ac30d75fd1eb44270");

/** Returns the graph of the stack arcOnly with the given settings added. */
const graphWith = (settings: Record<string, unknown>, secretKeys: readonly string[] = []) => {
  const { values, ...config } = stacks.arcOnly;
  const changed = stackConfig(settings).values;
  return recordProgram(program, { ...config, values: { ...values, ...changed }, secretKeys: [...secretKeys] });
};
const rulesOf = async (settings: Record<string, unknown>, secretKeys?: readonly string[]) =>
  (await graphWith(settings, secretKeys)).all(RULE).map(({ name, inputs }) => ({ name, ...ruleInputs.parse(inputs) }));

const decoy = { secrets: { honeyPaths: ["/finance/salaries"] } };
const route = { alerts: { high: { emails: ["soc@example.com"] } } };

describe("mode observe", () => {
  it("creates a rule for each rule of the catalogue, without an action group", async () => {
    const graph = await graphWith({});
    expect(graph.all(GROUP)).toEqual([]);
    const rules = graph.all(RULE).map(({ inputs }) => ruleInputs.parse(inputs));
    expect(rules).toHaveLength(catalogueRules({ honeyPaths: [], adminCidrs: [] }).length);
    expect(rules.flatMap(({ actions }) => actions.actionGroups)).toEqual([]);
  });

  it("is the default, so that a stack without settings for detections has rules", async () => {
    const graph = await graphOf("dev");
    expect(graph.all(RULE).map(({ inputs }) => inputs.enabled)).toContain(true);
    expect(graph.all(GROUP)).toEqual([]);
  });
});

describe("mode alert", () => {
  it("gives each rule the action group of its severity", async () => {
    const graph = await graphWith({
      detections: { mode: "alert" },
      alerts: { high: { emails: ["soc@example.com"] }, low: { emails: ["storage@example.com"] } },
    });
    const groups = graph.all(GROUP);
    expect(groups.map(({ inputs }) => [inputs.groupShortName, inputs.emailReceivers])).toEqual([
      ["qumulo-high", [{ name: "email-0", emailAddress: "soc@example.com", useCommonAlertSchema: true }]],
      ["qumulo-low", [{ name: "email-0", emailAddress: "storage@example.com", useCommonAlertSchema: true }]],
    ]);
    const [high, low] = groups.map(({ id }) => id);
    for (const { inputs } of graph.all(RULE)) {
      const { severity, actions } = ruleInputs.parse(inputs);
      expect(actions.actionGroups).toEqual([severity === 3 ? low : high]);
    }
  });

  it("sends alerts to web services whose addresses are secrets", async () => {
    const secrets = { webhooks: { chat: "https://chat.example.com/hook/1" } };
    const settings = { detections: { mode: "alert" }, alerts: { high: { webhooks: ["chat"] } }, secrets };
    const [group] = (await graphWith(settings, ["qumulo-audit:secrets"])).all(GROUP);
    expect(group?.inputs.webhookReceivers).toEqual([
      { name: "webhook-chat", serviceUri: "https://chat.example.com/hook/1", useCommonAlertSchema: true },
    ]);
    expect(isSecret(group?.raw.webhookReceivers)).toBe(true);
  });
});

describe("mode off", () => {
  it("creates neither a rule nor an identity", async () => {
    const types = (await graphWith({ detections: { mode: "off" } })).resources.map(({ type }) => type);
    expect(types.filter((type) => /ScheduledQueryRule|ActionGroup|ManagedIdentity|alerts:/i.test(type))).toEqual([]);
  });
});

describe("an alert rule", () => {
  it("reads the workspace with an identity that can read only this workspace", async () => {
    const graph = await graphWith({});
    const identity = graph.only("azure-native:managedidentity:UserAssignedIdentity");
    const [role] = graph.all("azure-native:authorization:RoleAssignment");
    const workspace = graph.only("azure-native:operationalinsights:Workspace");
    expect(role?.inputs).toMatchObject({ scope: workspace.id, principalType: "ServicePrincipal" });
    expect(String(role?.inputs.roleDefinitionId)).toMatch(/73c42c96-874c-492b-b04d-ab87d138a893$/);
    for (const { inputs } of graph.all(RULE)) {
      expect(inputs.identity).toEqual({ type: "UserAssigned", userAssignedIdentities: [identity.id] });
      expect(inputs.scopes).toEqual([workspace.id]);
    }
  });

  it("is created after its identity's role assignment and the table that it reads", async () => {
    const graph = await graphWith({});
    const urns = [
      ...graph.all("azure-native:authorization:RoleAssignment"),
      graph.only("azure-native:operationalinsights:Table"),
    ].map(({ urn }) => urn);
    for (const { dependencies } of graph.all(RULE)) expect(dependencies).toEqual(expect.arrayContaining(urns));
  });

  it("watches a workspace in another subscription: its identity gets a right in that subscription, and the rule has the workspace's region", async () => {
    const graph = await graphOf("shared");
    const role = graph.all("azure-native:authorization:RoleAssignment").find(({ name }) => name.endsWith("-alerts"));
    expect(role?.provider).toContain("subscription-99999999-8888-7777-6666-555555555555");
    expect(role?.inputs.scope).toBe(ids.workspace);
    for (const rule of graph.all(RULE)) {
      expect(rule.inputs).toMatchObject({ location: "northeurope", scopes: [ids.workspace] });
      expect(rule.id).toContain(OWN);
    }
  });

  it("resolves its alerts, counts each offender once, and has only dimensions that its result contains", async () => {
    for (const { inputs } of (
      await graphWith({ ...decoy, detections: { adminCidrs: ["10.5.0.0/16"] } }, ["qumulo-audit:secrets"])
    ).all(RULE)) {
      const { criteria, evaluationFrequency, severity } = ruleInputs.parse(inputs);
      expect(inputs).toMatchObject({ autoMitigate: true, windowSize: "P2D", enabled: true, kind: "LogAlert" });
      expect(inputs).not.toHaveProperty("muteActionsDuration");
      expect(evaluationFrequency).toBe(severity === 1 ? "PT5M" : "PT15M");
      const [condition, ...others] = criteria.allOf;
      expect(others).toEqual([]);
      if (condition === undefined) throw new Error("the rule has no condition");
      const { metricMeasureColumn, timeAggregation, operator, threshold } = condition;
      expect([timeAggregation, metricMeasureColumn, operator, threshold]).toEqual([
        "Maximum",
        "Count",
        "GreaterThan",
        0,
      ]);
      expect(condition.dimensions.length).toBeLessThanOrEqual(6);
      const result = condition.query.split("\n").at(-1);
      for (const { name } of condition.dimensions) expect(result).toMatch(new RegExp(` by .*\\b${name}\\b`));
    }
  });

  it("describes what happened and what to do, within Azure's limit, and names the offender in an e-mail's subject", async () => {
    const rules = await rulesOf({ ...decoy }, ["qumulo-audit:secrets"]);
    for (const { description, displayName, actions, criteria } of rules) {
      expect(description.length).toBeLessThanOrEqual(4096);
      expect(description).toMatch(/What to do:\n1\. .+\n2\. .+\n3\. /);
      const subject = actions.actionProperties["Email.Subject"] ?? "";
      expect(subject).toContain(displayName);
      for (const index of criteria.allOf[0]?.dimensions.keys() ?? [])
        expect(subject).toContain(`\${data.alertContext.condition.allOf[0].dimensions[${index}].value}`);
      expect(actions.customProperties.whatToDo).toContain("1. ");
    }
    const names = rules.map(({ displayName }) => displayName);
    expect(new Set(names).size).toBe(names.length);
  });

  it("is the same whether or not this stack owns the workspace's functions", async () => {
    expect(await rulesOf({ events: { functionOwner: false } })).toEqual(await rulesOf({}));
  });

  it("is the only one that changes if its threshold changes", async () => {
    const before = await rulesOf({});
    const after = await rulesOf({ detections: { rules: { massRead: { threshold: 3000 } } } });
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    expect(
      after.filter((rule, index) => JSON.stringify(rule) !== JSON.stringify(before[index])).map(({ name }) => name),
    ).toEqual(["alert-qumulo-test-massread-low"]);
  });

  it("keeps its name if its severity and frequency change", async () => {
    const rules = await rulesOf({ detections: { rules: { massRead: { severity: "high" } } } });
    expect(rules.find(({ name }) => name.endsWith("massread-low"))).toMatchObject({
      severity: 1,
      evaluationFrequency: "PT5M",
      displayName: "Qumulo, high: Many files read",
    });
  });

  it("contains decoys only as a secret", async () => {
    const graph = await graphWith({ ...decoy, ...route, detections: { mode: "alert" } }, ["qumulo-audit:secrets"]);
    const rule = graph.all(RULE).find(({ name }) => name.endsWith("honeypath-high"));
    expect(ruleInputs.parse(rule?.inputs).criteria.allOf[0]?.query).toContain('"/finance/salaries"');
    const [secret, ...clear] = graph.resources.filter(({ inputs }) =>
      JSON.stringify(inputs).includes("/finance/salaries"),
    );
    expect([secret?.name, clear]).toEqual([rule?.name, []]);
    expect(isSecret(rule?.raw.criteria)).toBe(true);
    expect(JSON.stringify(graph.outputs)).not.toContain("/finance/salaries");
  });
});
