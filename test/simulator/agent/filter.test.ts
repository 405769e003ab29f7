import { describe, expect, it } from "vitest";
import { agentRule, collect } from "../../../simulator/agent/filter";
import { graphOf } from "../../exampleStacks";

const rule = { facilityNames: ["local0"], logLevels: ["Info"] };

describe("the simulated agent", () => {
  it("collects only the facility and level of the stack's own rule", async () => {
    expect(agentRule(await graphOf("dev"))).toMatchObject(rule);
    const line = (priority: number) => `<${priority}>1 2026-11-23T08:15:30Z nas-1 qumulo - - - body`;
    expect([134, 14, 133, 135, 142].map((priority) => collect(rule, line(priority)) !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(collect({ facilityNames: ["*"], logLevels: ["*"] }, line(14))).toMatchObject({
      facility: "user",
      severityLevel: "info",
    });
  });

  it("removes semicolons from a message, as the agent does", () => {
    expect(collect(rule, "<134>1 - nas-1 qumulo - - - a;b;;c")?.line.message).toBe("abc");
  });
});
