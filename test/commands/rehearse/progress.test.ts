import { describe, expect, it } from "vitest";
import { givenLines, phaseLines, progressLine, stepLine } from "../../../commands/rehearse/progress";
import type { Phase } from "../../../simulator/rehearse";

const lines = (phase: Phase): string[] => phaseLines(phase, { stack: "dev", out: "out" }, 80);

describe("the progress that npm start prints", () => {
  it("says first that another region's state was discarded, and then announces the deployment", () => {
    const deploying = "Deploying stack 'dev' with the Pulumi engine to a simulated Azure ...";
    expect(lines({ kind: "deploying", discarded: undefined })).toEqual([deploying]);
    expect(lines({ kind: "deploying", discarded: "The region was a." })).toEqual(["The region was a.", deploying]);
  });

  it("counts a deployment's changes, or reports that there are none", () => {
    const deployed = (changes: Record<string, number>) =>
      lines({ kind: "deployed", deployment: { kind: "deployed", changes } });
    expect(deployed({ created: 3, replaced: 1 })).toEqual(["  Resources: 3 created, 1 replaced."]);
    expect(deployed({})).toEqual(["  no changes"]);
  });

  it("names the command that builds an engine if there is none", () => {
    const text = lines({ kind: "deployed", deployment: { kind: "recorded", resources: 61 } }).join("\n");
    expect(text.replaceAll("\n", " ")).toMatch(
      /^Stack 'dev' would create 61 resources\..* node setup\.mjs test:engine$/,
    );
  });

  it("counts lines and nodes", () => {
    expect(lines({ kind: "sending", lines: 1, nodes: 3 })).toEqual(["Sending 1 line as 3 nodes through rsyslogd ..."]);
    expect(progressLine({ sent: 2, received: 1, total: 3 })).toBe("  2 of 3 lines sent, 1 arrived at the agent");
  });

  it("announces the alert rules, if there are any", () => {
    expect(lines({ kind: "forwarded", rules: 2 })).toEqual(["", "Running 2 alert rules on the events ...", ""]);
    expect(lines({ kind: "forwarded", rules: 0 })).toEqual(["", ""]);
  });

  it("says how many lines of a file have no time, unless their times of arrival are given", () => {
    const content = Buffer.from(
      '10.0.0.1,"a",smb2,fs_open,ok,1,"/x",""\n<14>1 2026-11-23T08:15:30Z nas-1 qumulo - - - x\n',
    );
    expect(givenLines({ kind: "events", content, arrivals: undefined }, 80).join(" ")).toMatch(
      /^1 line of the file without a syslog header has no time/,
    );
    expect(givenLines({ kind: "events", content, arrivals: [0, 0] }, 80)).toEqual([]);
  });

  it("cuts a resource's line to the terminal's width", () => {
    const step = { done: "created", type: "azure-native:compute:VirtualMachine", name: "vm-0" };
    expect(stepLine(step, 80)).toBe("  created VirtualMachine vm-0");
    expect(stepLine(step, 20)).toBe("  created VirtualMa…");
  });
});
