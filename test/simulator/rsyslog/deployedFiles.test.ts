import { describe, expect, it } from "vitest";
import { readSamples } from "../../../simulator/qumulo/builtIn";
import { deployedForwarder } from "../../../simulator/rsyslog/deployedFiles";
import { addressOf, reroot } from "../../../simulator/rsyslog/reroot";
import { graphOf } from "../../exampleStacks";

describe("the address of a node", () => {
  it.each([
    ["prodnas-1", "127.2.0.1"],
    ["PRODnas-300", "127.2.1.44"],
    ["prodnas-99999999999", "127.2.231.255"],
    [`prodnas-${"9".repeat(400)}`, "127.2.255.255"],
    ["other-1", "127.0.0.1"],
    ["prodnas", "127.0.0.1"],
  ])("is one of this machine, whatever its number: %s", (host, address) => {
    expect(addressOf(host, ["devnas", "prodnas"])).toBe(address);
  });
});

describe("what is rehearsed", () => {
  it("is what the machine ships, with other ports, folders and ranges and nothing else", async () => {
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

  it("is what the script for Arc servers ships, where there is no machine", async () => {
    const { files } = deployedForwarder(await graphOf("arcOnly"));
    expect(files.map(({ path }) => path)).toEqual(["00-qumulo-global.conf", "05-qumulo-audit.conf"]);
    expect(files[1]?.content).toContain('queue.spoolDirectory="/var/spool/rsyslog"');
  });

  it("has the published samples to send", () => {
    const samples = readSamples();
    expect(samples).toHaveLength(66);
    expect(samples.filter(({ form }) => form === "line" || form === "body").length).toBeGreaterThan(40);
  });
});
