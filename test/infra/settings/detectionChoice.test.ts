import { describe, expect, it } from "vitest";
import { catalogue } from "../../../components/detections/catalogue";
import { rules } from "../../../components/detections/rules";
import { operations } from "../../../components/events/operations";
import { dropped } from "../../../components/filter/presets";
import { impossible, ruleSettings } from "../../../infra/settings/detectionChoice";
import { settingsOf } from "./configuration";

/** Returns the ids of the detections for which a stack with these settings has rules. */
const watched = (config: Record<string, unknown>): Set<string> =>
  new Set(rules(ruleSettings(settingsOf(config))).flatMap(({ detections }) => detections.map(({ id }) => id)));
const missing = (config: Record<string, unknown>): string[] => {
  const all = watched({});
  return [...all].filter((id) => !watched(config).has(id));
};

describe("the chosen detections", () => {
  it("are all detections that need no setting, if there are no settings", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(ids.filter((id) => !watched({}).has(id))).toEqual(["honeyPath", "adminFromElsewhere", "metadataBurst"]);
  });

  it("leave out, without an error, those whose events a preset drops", () => {
    expect(dropped.changesOnly).toContain("fs_read_data");
    expect(missing({ events: { keep: "changesOnly" } })).toEqual(["readThenDelete", "snapshotRead", "massRead"]);
    expect(missing({ events: { keep: "noNoise" } })).toEqual([]);
  });

  it("include those whose events a preset drops, if an include rule keeps some of these events", () => {
    const events = { keep: "changesOnly", include: [{ operations: ["fs_read_data"], pathPrefixes: ["/finance/"] }] };
    expect(missing({ events })).toEqual([]);
  });

  it("leave out those whose events an exclude rule drops for everybody, but not those it drops for some users", () => {
    const exclude = (rule: object) => ({ events: { exclude: [{ operations: ["fs_rename"], ...rule }] } });
    expect(missing(exclude({}))).toEqual(["folderMoved"]);
    expect(missing(exclude({ pathPrefixes: ["/"] }))).toEqual(["folderMoved"]);
    expect(missing(exclude({ clientCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }))).toEqual(["folderMoved"]);
    expect(missing(exclude({ users: ["AD\\svc"] }))).toEqual([]);
  });

  it("are none on a table with the plan Basic", () => {
    expect([...watched({ events: { table: "parsed", plan: "Basic" } })]).toEqual([]);
  });

  it("leave out the disabled ones, and have the changed thresholds and windows", () => {
    const detections = { rules: { massDelete: { enabled: false }, massRead: { threshold: 9000, window: "2h" } } };
    expect(missing({ detections })).toEqual(["massDelete"]);
    expect(ruleSettings(settingsOf({ detections })).changes?.massRead?.values).toEqual({
      threshold: "9000",
      window: "2h",
    });
  });

  it("need only operations that exist", () => {
    const names = operations().map(({ name }) => name);
    const unknown = catalogue.flatMap(({ id, needs }) =>
      needs.filter((group) => !names.some((name) => group.some((start) => name.startsWith(start)))).map(() => id),
    );
    expect(unknown).toEqual([]);
  });

  it("that can never fire are reported, with the setting that causes this and what to do instead", () => {
    const [first] = impossible(settingsOf({ events: { keep: "changesOnly" } })).filter(({ isUnused }) => !isUnused);
    expect(first).toEqual({
      id: "readThenDelete",
      because: "events.keep drops fs_read_data, without which it never fires",
      instead: "keep these events with a rule in events.include",
      isUnused: false,
    });
  });
});
