import type { BadSetting } from "./setting";

const rule = (id: string, change: object) => ({ detections: { rules: { [id]: change } } });
const names = (change: object) => ({ detections: { ransomNames: change } });

/** Wrong settings that detectionsSchema.ts must refuse. */
export const detectionsSchema: readonly BadSetting[] = [
  {
    when: "a mode does not exist",
    config: { detections: { mode: "alerts" } },
    key: "detections.mode",
    problem: "is none of off, observe, alert",
    fixes: "pulumi config set --path detections.mode alert",
    furtherKeys: ["alerts.high"],
  },
  {
    when: "a detection does not exist",
    config: rule("masDelete", { enabled: false }),
    key: "detections.rules.masDelete",
    problem: "did you mean massDelete",
    fixes: "",
    edit: "rename detections.rules.masDelete to massDelete",
  },
  {
    when: "a detection does not have the parameter",
    config: rule("treeDelete", { threshold: 5 }),
    key: "detections.rules.treeDelete.threshold",
    problem: "known here: enabled, severity",
    fixes: "pulumi config rm --path detections.rules.treeDelete.threshold",
  },
  {
    when: "a threshold is a single event",
    config: rule("massDelete", { threshold: 1 }),
    key: "detections.rules.massDelete.threshold",
    problem: "not a whole number from 2 to 1000000 files",
    fixes: "threshold 2",
  },
  {
    when: "a severity is Azure's number",
    config: rule("massRead", { severity: 1 }),
    key: "detections.rules.massRead.severity",
    problem: "none of high, medium, low",
    fixes: "severity low",
  },
  {
    when: "a list of ransom names gets an extension with a dot",
    config: names({ add: { strongExtensions: [".lockme"] } }),
    key: "detections.ransomNames.add.strongExtensions[0]",
    problem: "without a dot at its start",
    fixes: "strongExtensions[0]' lockme",
  },
  {
    when: "a ransom name to remove is in no list",
    config: names({ remove: ["cerbre"] }),
    key: "detections.ransomNames.remove[0]",
    problem: "is in none of the lists",
    fixes: "remove[0]' cerber",
  },
];
