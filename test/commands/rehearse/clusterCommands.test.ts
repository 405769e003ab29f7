import { expect, it } from "vitest";
import { clusterCommandLines } from "../../../commands/rehearse/clusterCommands";
import type { Rehearsal } from "../../../simulator/rehearse";

it("a cluster's commands are printed for both generations of Core, each command on one line", () => {
  const outputs: Rehearsal["outputs"] = {
    syslogEndpoint: { address: "10.90.0.62", port: 514, protocol: "tcp", url: "tcp://10.90.0.62:514" },
    qumuloCommands: {
      nas: {
        beforeYouPaste: "Replace HOST.",
        core6_0To7_8: { send: [`qq ${"a".repeat(90)}`], stop: [] },
        coreFrom7_9: { send: ["qq b", "qq c"], stop: [] },
      },
    },
  };
  expect(clusterCommandLines({ outputs }, 80).join("\n").split("\n")).toEqual([
    "",
    "In a real deployment Qumulo sends to tcp://10.90.0.62:514:",
    "Replace HOST.",
    "",
    "  nas, Core 6.0 to 7.8:",
    `    qq ${"a".repeat(90)}`,
    "",
    "  nas, Core from 7.9:",
    "    qq b",
    "    qq c",
    "",
    "To stop a cluster from sending: pulumi stack output qumuloCommands",
  ]);
});
