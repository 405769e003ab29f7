import { describe, expect, it } from "vitest";
import { detectionWarnings } from "../../../infra/settings/detectionWarnings";
import { settingsOf } from "./configuration";

const warnings = (config: Record<string, unknown>, now = "2027-01-01T00:00:00Z"): string =>
  detectionWarnings(settingsOf(config), new Date(now))
    .filter((text) => typeof text === "string")
    .join("\n");

describe("a warning about detections", () => {
  it("does not appear with the default settings", () => {
    expect(warnings({})).toBe("");
  });

  it("names the detections that a filter makes impossible", () => {
    expect(warnings({ events: { keep: "changesOnly" } })).toBe(
      "detections: events.keep drops fs_read_data, without which it never fires. There is no rule for readThenDelete, snapshotRead, massRead.",
    );
  });

  it("appears if an exception has ended, but not on its last day", () => {
    const exceptions = [{ detections: ["massRead"], user: "a", path: "/b", reason: "a backup", until: "2027-01-01" }];
    expect(warnings({ detections: { exceptions } }, "2027-01-01T23:59:59Z")).toBe("");
    expect(warnings({ detections: { exceptions } }, "2027-01-02T00:00:00Z")).toContain(
      "detections.exceptions[0] ended on 2027-01-01",
    );
  });

  it("appears if no stack watches the workspace, or if two stacks may watch it", () => {
    expect(warnings({ detections: { mode: "off" } })).toContain("nobody is notified about an attack");
    expect(warnings({ detections: { mode: "off" }, events: { functionOwner: false } })).toBe("");
    expect(warnings({ events: { functionOwner: false } })).toContain("another stack owns");
  });

  it("appears if there are recipients, but nobody is notified", () => {
    expect(warnings({ alerts: { high: { emails: ["a@example.com"] } } })).toContain("detections.mode alert");
  });
});
