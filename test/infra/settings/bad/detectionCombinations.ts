import type { BadSetting } from "./setting";

const enabled = (id: string) => ({ rules: { [id]: { enabled: true } } });

/** Wrong settings that detectionCombinations.ts must refuse. */
export const detectionCombinations: readonly BadSetting[] = [
  {
    when: "a preset drops the events of a detection that is enabled by name",
    config: { detections: enabled("massRead"), events: { keep: "changesOnly" } },
    key: "detections.rules.massRead.enabled",
    problem: "events.keep drops fs_read_data",
    fixes: "massRead.enabled false",
  },
  {
    when: "a rule drops the events of a detection that is enabled by name",
    config: {
      detections: enabled("treeDelete"),
      events: { exclude: [{ operations: ["fs_tree_delete", "tree_delete_start"] }] },
    },
    key: "detections.rules.treeDelete.enabled",
    problem: "events.exclude drops fs_tree_delete",
    fixes: "treeDelete.enabled false",
  },
  {
    when: "the plan makes a detection impossible that is enabled by name",
    config: { detections: enabled("massDelete"), events: { table: "parsed", plan: "Basic" } },
    key: "detections.rules.massDelete.enabled",
    problem: "events.plan is Basic",
    fixes: "massDelete.enabled false",
  },
  {
    when: "decoys are watched, but there are none",
    config: { detections: enabled("honeyPath") },
    key: "detections.rules.honeyPath.enabled",
    problem: "secrets.honeyPaths is empty",
    fixes: "honeyPath.enabled false",
  },
  {
    when: "administration from elsewhere is watched, but no address is usual",
    config: { detections: enabled("adminFromElsewhere") },
    key: "detections.rules.adminFromElsewhere.enabled",
    problem: "detections.adminCidrs is empty",
    fixes: "adminFromElsewhere.enabled false",
  },
  {
    when: "alerts are wanted, and the plan allows none",
    config: {
      detections: { mode: "alert" },
      alerts: { high: { emails: ["a@example.com"] } },
      events: { table: "parsed", plan: "Basic" },
    },
    key: "detections.mode",
    problem: "events.plan is Basic",
    fixes: "detections.mode off",
  },
  {
    when: "alerts are wanted, and nobody gets them",
    config: { detections: { mode: "alert" } },
    key: "alerts.high",
    problem: "nobody would get an alert",
    fixes: "pulumi config set --path 'alerts.high.emails[0]'",
  },
  {
    when: "alerts go to a web service without an address",
    config: { detections: { mode: "alert" }, alerts: { high: { webhooks: ["chat"] } } },
    key: "secrets.webhooks.chat",
    problem: "that alerts.high.webhooks[0] names",
    fixes: "pulumi config set --secret --path secrets.webhooks.chat",
  },
];
