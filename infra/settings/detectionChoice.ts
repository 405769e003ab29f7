import { catalogue } from "../../components/detections/catalogue";
import type { Detection } from "../../components/detections/detection";
import type { RuleSettings } from "../../components/detections/rules";
import { operations } from "../../components/events/operations";
import { lostOperations } from "../../components/filter/lostOperations";
import type { Settings } from "./schema";

type Chosen = Pick<Settings, "clusters" | "detections" | "events" | "secrets">;

/** A detection that the other settings make impossible. */
export interface Impossible {
  readonly id: string;
  /** The setting that prevents the detection, and what the setting does. Example: `events.keep is changesOnly, which drops fs_read_data`. */
  readonly because: string;
  /** What to change instead of disabling the detection. Example: `keep these events with events.include`. */
  readonly instead: string;
  /** Whether the settings just give the detection nothing to look for. */
  readonly isUnused: boolean;
}

/** Returns the detections that can never fire, with the reasons. */
export function impossible({ clusters, detections, events, secrets }: Chosen): Impossible[] {
  const lost = lostOperations(events);
  return catalogue.flatMap(({ id, needs, needsJson = false }): Impossible[] => {
    if (id === "honeyPath" && secrets.honeyPaths.length === 0)
      return [
        { id, because: "secrets.honeyPaths is empty", instead: "name a decoy in secrets.honeyPaths", isUnused: true },
      ];
    if (id === "adminFromElsewhere" && detections.adminCidrs.length === 0) {
      const instead = "name the administrators' ranges in detections.adminCidrs";
      return [{ id, because: "detections.adminCidrs is empty", instead, isUnused: true }];
    }
    if (needsJson && clusters.every(({ format }) => format !== "json")) {
      const because = "no cluster sends JSON, without which it never fires";
      return [{ id, because, instead: "set clusters[].format to json", isUnused: true }];
    }
    if (events.plan === "Basic") {
      const because = "events.plan is Basic, a plan for which Azure runs no such rules";
      return [{ id, because, instead: "set events.plan to Analytics", isUnused: false }];
    }
    const missing = needs
      .map((group) => known(group))
      .find((names) => names.length > 0 && names.every((one) => lost.includes(one)));
    if (missing === undefined) return [];
    const key = events.keep === "everything" ? "events.exclude" : "events.keep";
    const because = `${key} drops ${missing.slice(0, 3).join(", ")}, without which it never fires`;
    return [{ id, because, instead: "keep these events with a rule in events.include", isUnused: false }];
  });
}

/** Returns the known operations whose names have one of the beginnings. */
const known = (beginnings: Detection["needs"][number]): string[] =>
  operations()
    .map(({ name }) => name)
    .filter((name) => beginnings.some((beginning) => name.startsWith(beginning)));

/** Returns the settings that the rules depend on. Detections that the other settings make impossible get no rules. */
export function ruleSettings(settings: Chosen): RuleSettings {
  const { detections, secrets } = settings;
  const off = impossible(settings).map(({ id }) => id);
  const changes = catalogue.map(({ id, isOptional = false }) => {
    const { enabled, severity, ...values } = detections.rules[id] ?? {};
    const kql = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    return [
      id,
      { enabled: (enabled ?? !isOptional) && !off.includes(id), severity, values: Object.fromEntries(kql) },
    ] as const;
  });
  const { add, remove } = detections.ransomNames;
  return {
    honeyPaths: secrets.honeyPaths,
    adminCidrs: detections.adminCidrs,
    exceptions: detections.exceptions.map(({ detections: ids, user, client, path, until }) => ({
      detections: ids,
      user,
      client,
      path,
      until,
    })),
    changes: Object.fromEntries(changes),
    ransomNames: { add, remove },
  };
}
