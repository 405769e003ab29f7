import { expect, it } from "vitest";
import { program } from "../../../infra/program";
import { recordProgram } from "../../../simulator/engine/recordProgram";
import { readStackConfig } from "../../../simulator/engine/stackConfig";
import { type DeployedRule, deployedRules } from "../../../simulator/workspace/deployedRules";
import { graphOf, PROJECT, stackConfig } from "../../exampleStacks";

const withDetections = async (detections: unknown): Promise<DeployedRule[]> => {
  const { values, ...config } = readStackConfig(PROJECT, "dev");
  const changed = { ...values, ...stackConfig({ detections }).values };
  return deployedRules(await recordProgram(program, { ...config, values: changed }));
};
const massDelete = (found: readonly DeployedRule[]) => found.filter(({ detection }) => detection === "massDelete");

it("a rehearsal reads the stack's rules: their severities, intervals and dimensions, and that nobody is notified", async () => {
  const found = deployedRules(await graphOf("dev"));
  expect(massDelete(found)).toMatchObject([
    { severity: "high", everyMinutes: 5, dimensions: ["Cluster", "Actor"], notifies: false },
    { severity: "medium", everyMinutes: 15, dimensions: ["Cluster", "Actor"], notifies: false },
  ]);
  expect(found.map(({ severity }) => severity)).toEqual(found.map(({ severity }) => severity).sort(bySeverity));
});

it("settings that change rules show in a rehearsal", async () => {
  const [changed] = massDelete(await withDetections({ rules: { massDelete: { threshold: 17 } } }));
  expect(changed?.query).toContain("let threshold = 17;");
  expect(await withDetections({ mode: "off" })).toEqual([]);
});

const ORDER = ["high", "medium", "low"];
const bySeverity = (a: string, b: string): number => ORDER.indexOf(a) - ORDER.indexOf(b);
