import { beforeAll, describe, expect, it } from "vitest";
import { agentRule, collect } from "../../../../simulator/agent/filter";
import type { DeployedArtifacts } from "../../../../simulator/engine/graph";
import { withArrivals } from "../../../../simulator/replay/arrivals";
import { replayRows } from "../../../../simulator/replay/replayRows";
import { ATTACK } from "../../../../simulator/replay/scenarios/scenario";
import { midnightBefore } from "../../../../simulator/replay/scenarios/scenarioMessages";
import { scenarios } from "../../../../simulator/replay/scenarios/scenarios";
import { deployedForwarder } from "../../../../simulator/rsyslog/deployedFiles";
import { sentMessages } from "../../../../simulator/sentMessages";
import { deployedRules } from "../../../../simulator/workspace/deployedRules";
import { storedTables } from "../../../../simulator/workspace/store";
import { syslogRow } from "../../../../simulator/workspace/syslog";
import { graphOf } from "../../../exampleStacks";

const NOW = new Date("2026-11-27T10:00:00Z");
const MINUTE = 60_000;

/** The alerts of each scenario: detection, severity, minutes since the attack's start, and count. */
const EXPECTED: Readonly<Record<string, readonly (readonly [string, string, number, number])[]>> = {
  ransomware: [
    ["protectionWeakened", "high", 4, 3],
    ["massOverwrite", "high", 9, 760],
    ["newExtension", "high", 9, 760],
    ["ransomName", "high", 9, 19],
  ],
  insiderCopy: [
    ["deniedBurst", "low", 14, 240],
    ["massRead", "low", 29, 2414],
    ["readThenDelete", "medium", 44, 260],
  ],
  massDelete: [
    ["massDelete", "high", 4, 1200],
    ["treeDelete", "medium", 14, 1],
  ],
  auditOff: [
    ["auditChanged", "high", 4, 1],
    ["auditChanged", "low", 14, 1],
    // The node has not started audit again within half an hour.
    ["auditChanged", "high", 34, 1],
  ],
  bruteForce: [
    ["loginFailures", "high", 4, 40],
    ["loginFailures", "high", 9, 30],
  ],
  quietNode: [],
  normalDay: [],
};

let dev: DeployedArtifacts;
beforeAll(async () => {
  dev = await graphOf("dev");
});

describe("a scenario", () => {
  it("exists for each of these tests", () => {
    expect(scenarios.map(({ name }) => name)).toEqual(Object.keys(EXPECTED));
  });

  it.each(scenarios)("$name raises the expected alerts with the rules of the example stack dev", async (scenario) => {
    const messages = sentMessages({ kind: "scenario", scenario }, [{ name: "devnas", format: "csv" }], NOW);
    const { computer, resourceId } = deployedForwarder(dev);
    const collector = { computer, resourceId, workspaceId: "w" };
    const rows = messages.flatMap(({ line }) => {
      // The forwarder only changes the facility.
      const collected = collect(agentRule(dev), line.toString().replace(/^<14>/, "<134>"));
      return collected === undefined ? [] : [syslogRow(collected, collector, NOW)];
    });
    expect(rows).toHaveLength(messages.length);
    const tables = storedTables(dev, withArrivals(rows, messages).replayed);
    const fired = await replayRows(deployedRules(dev), tables, new AbortController().signal);
    const start = midnightBefore(NOW) + ATTACK * 1000;
    expect(
      fired.map(({ alert: { detection, severity, firedAt, count } }) => [
        detection,
        severity,
        (Date.parse(firedAt) - start) / MINUTE,
        count,
      ]),
    ).toEqual(EXPECTED[scenario.name]);
    expect(fired.filter(({ alert }) => alert.late)).toEqual([]);
  });
});
