import { describe, expect, it } from "vitest";
import { arrivalTimes } from "../../../simulator/qumulo/arrivalTimes";

const event = (time: string) => `<14>1 ${time} nas-1 qumulo - - - 10.0.0.1,"a",smb2,fs_open,ok,1,"/x",""`;
const EVENTS = [event("2026-11-23T08:15:30.5Z"), '10.0.0.1,"a",smb2,fs_open,ok,1,"/x",""'];
const times = (arrival: string, events = `${EVENTS.join("\n")}\n`) =>
  arrivalTimes({ path: "a.txt", content: Buffer.from(arrival) }, { path: "e.txt", content: Buffer.from(events) });

describe("the times of arrival in a file", () => {
  it("belong to the events line by line, with any time zone and line end", () => {
    const expected = [Date.parse("2026-11-23T08:15:31Z"), Date.parse("2026-11-23T09:00:00.25Z")];
    expect(times("2026-11-23T09:15:31+01:00\r\n2026-11-23T09:00:00.25Z\r\n")).toEqual(expected);
    expect(times("2026-11-23T08:15:31Z\n2026-11-23T09:00:00.25Z")).toEqual(expected);
  });

  it("may be the time of the event itself", () => {
    expect(times("2026-11-23T08:15:30.5Z\n2026-11-23T08:15:30.5Z")).toHaveLength(2);
  });

  it.each([
    [
      "too few",
      "2026-11-23T08:15:31Z\n",
      undefined,
      "--arrival a.txt has 1 line and --events e.txt has 2. Line n of --arrival is the time at which line n of --events arrived, so both files need the same number of lines: compare them from line 2 on.",
    ],
    [
      "too many",
      "2026-11-23T08:15:31Z\n".repeat(3),
      undefined,
      "--arrival a.txt has 3 lines and --events e.txt has 2.",
    ],
    [
      "an empty line among them",
      "2026-11-23T08:15:31Z\n\n2026-11-23T08:15:31Z\n",
      undefined,
      "--arrival a.txt, line 2 is empty: each event needs a time.\nDelete the empty lines:\n  sed -i '/^[[:space:]]*$/d' FILE",
    ],
    [
      "an empty line among the events",
      "2026-11-23T08:15:31Z\n".repeat(3),
      `${EVENTS[0]}\n\n${EVENTS[1]}\n`,
      "--events e.txt, line 2 is empty: with --arrival, each line must be an event.",
    ],
    [
      "a date that does not exist",
      "2026-11-23T08:15:31Z\n2026-02-30T00:00:00Z\n",
      undefined,
      "--arrival a.txt, line 2: '2026-02-30T00:00:00Z' is not a time. Write it as 2026-11-23T08:15:32Z.",
    ],
    [
      "a time without a time zone",
      "2026-11-23T08:15:31\n2026-11-23T08:15:31Z\n",
      undefined,
      "--arrival a.txt, line 1: '2026-11-23T08:15:31' is not a time.",
    ],
    [
      "a time before the event",
      "2026-11-23T08:15:30Z\n2026-11-23T08:15:31Z\n",
      undefined,
      "--arrival a.txt, line 1: 2026-11-23T08:15:30Z is before the event happened, 2026-11-23T08:15:30.5Z. Correct one of the two times.",
    ],
  ])("are refused if there is %s, and the error names the line", (_, arrival, events, message) => {
    expect(() => times(arrival, events)).toThrow(message);
  });

  it("are refused with a list of the first five wrong lines", () => {
    const events = Array(8).fill(EVENTS[0]).join("\n");
    expect(() => times(Array(8).fill("now").join("\n"), events)).toThrow(
      /^(?:--arrival a\.txt, line [1-5]: 'now' is not a time\. Write it as 2026-11-23T08:15:32Z\.\n){5}and 3 more$/,
    );
  });
});
