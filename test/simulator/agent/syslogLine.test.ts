import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSyslogLine } from "../../../simulator/agent/syslogLine";

describe("the simulated agent", () => {
  it("parses any RFC 5424 line, whatever its message contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (message) => {
        expect(parseSyslogLine(`<134>1 2026-11-23T08:15:30Z nas-01-12 qumulo - - - ${message}`)).toMatchObject({
          host: "nas-01-12",
          appName: "qumulo",
          message,
        });
      }),
      { numRuns: 2000 },
    );
    expect(parseSyslogLine('<14>1 - h a 12 - [x@1 k="]"][y] m')).toMatchObject({ processId: "12", message: "m" });
    expect(parseSyslogLine("<13>Nov 23 08:15:31 vm app: m")).toBeUndefined();
  });
});
