import { describe, expect, it } from "vitest";
import { deployedForwarder } from "../../../simulator/rsyslog/deployedFiles";
import { reroot } from "../../../simulator/rsyslog/reroot";
import { graphOf } from "../../exampleStacks";

describe("a rehearsal's rsyslog configuration", () => {
  it("equals that of the stack's machine, except for ports, folders, the spool's limit and address ranges", async () => {
    const { files, computer } = deployedForwarder(await graphOf("dev"));
    expect(computer).toBe("vm-qumulo-dev-0");
    expect(files.map(({ path }) => path)).toEqual(["00-qumulo-global.conf", "05-qumulo-audit.conf"]);
    const rerooted = reroot(files, { root: "/srv/r", port: 20001, agentPort: 20002 });
    const changed = files.flatMap(({ content }, index) => {
      const lines = rerooted[index]?.content.split("\n") ?? [];
      return content.split("\n").filter((line, at) => line !== lines[at]);
    });
    expect(changed).toEqual([
      expect.stringContaining("re_match_i($.host"),
      expect.stringContaining("queue.spoolDirectory="),
      expect.stringContaining("queue.maxDiskSpace="),
      expect.stringContaining("port=`cat "),
      expect.stringContaining("port=`cat "),
      expect.stringContaining("port=`cat "),
      expect.stringContaining("input(type="),
      expect.stringContaining("port=`cat "),
    ]);
    expect(() => reroot(files.slice(0, 1), { root: "/srv/r", port: 20001, agentPort: 20002 })).toThrow("no place for");
  });

  it("comes from the script for Arc servers if the stack has no machine", async () => {
    const { files } = deployedForwarder(await graphOf("arcOnly"));
    expect(files.map(({ path }) => path)).toEqual(["00-qumulo-global.conf", "05-qumulo-audit.conf"]);
    expect(files[1]?.content).toContain('queue.spoolDirectory="/var/spool/rsyslog"');
  });
});
