import { describe, expect, it } from "vitest";
import type { Exception } from "../../components/detections/exceptions";
import type { ReplayEvent } from "../../components/detections/replayCase";
import { rules } from "../../components/detections/rules";
import { type BusyQuarter, busyQuarters } from "./busyQuarters";
import { parsedAlerts } from "./parsedReplay";

/** The exceptions that an administrator declares for these programs. */
const EXCEPTIONS: readonly Exception[] = [
  { detections: ["massDelete"], user: "2001", client: "10.6.0.5/32" },
  { detections: ["massOverwrite"], user: "AD\\svc-robo", path: "/copy" },
  { detections: ["exposureChanged", "treeDelete", "adminFromElsewhere"], user: "svc-csi", client: "10.7.0.4/32" },
];

const events: ReplayEvent[] = busyQuarters.flatMap((quarter) => quarter.events).sort((a, b) => a.at - b.at);

/** Returns the largest number of raw events within the quarter's window. */
function rawCount({ events: own, isRaw, seconds }: BusyQuarter): number {
  const times = own
    .filter(isRaw)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  let start = 0;
  return Math.max(
    ...times.map((at, index) => {
      while (at - (times[start] ?? 0) > seconds) start += 1;
      return index - start + 1;
    }),
  );
}

/** Returns the severity, detection and actor of each alert. */
const summary = (exceptions: readonly Exception[]): string[] =>
  rules({ honeyPaths: ["/Finance/salaries"], adminCidrs: ["10.5.0.0/16"], exceptions })
    .flatMap((rule) => parsedAlerts(rule, events))
    .map(({ severity, detection, dimensions }) =>
      [severity, dimensions.Detection ?? detection, dimensions.Actor ?? dimensions.Extension].join(" "),
    )
    .sort();

describe("twelve busy quarter-hours at the same time", () => {
  it.each(busyQuarters)("$name exceeds a raw threshold", (quarter) => {
    expect(rawCount(quarter)).toBeGreaterThanOrEqual(quarter.threshold);
  });

  it("raise no alert of high severity, and one of medium severity, if three exceptions are declared", () => {
    expect(summary(EXCEPTIONS)).toEqual([
      "low auditChanged system",
      "low loginFailures ad\\svc-app",
      "low massRead ad\\scan01$",
      "low massRead ad\\svc-backup",
      "low massRead ad\\svc-index",
      "medium platformTamper admin",
    ]);
  }, 300_000);

  it("raise five more alerts if no exceptions are declared", () => {
    const declared = summary(EXCEPTIONS);
    expect(summary([]).filter((alert) => !declared.includes(alert))).toEqual([
      "high adminFromElsewhere svc-csi",
      "high massDelete 2001@10.6.0.5",
      "high massOverwrite ad\\svc-robo",
      "medium exposureChanged svc-csi",
      "medium treeDelete svc-csi",
    ]);
  }, 300_000);
});
