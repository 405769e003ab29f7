import { describe, expect, it } from "vitest";
import { addressOf } from "../../../simulator/rsyslog/reroot";

describe("a node's address", () => {
  it.each([
    ["prodnas-1", "127.2.0.1"],
    ["PRODnas-300", "127.2.1.44"],
    ["prodnas-99999999999", "127.2.231.255"],
    [`prodnas-${"9".repeat(400)}`, "127.2.255.255"],
    ["other-1", "127.0.0.1"],
    ["prodnas", "127.0.0.1"],
  ])("is a loopback address, whatever the node's number: %s", (host, address) => {
    expect(addressOf(host, ["devnas", "prodnas"])).toBe(address);
  });
});
