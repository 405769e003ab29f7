import { endOf } from "../../components/detections/exceptions";
import { impossible } from "./detectionChoice";
import type { Settings } from "./schema";

/** Returns warnings about the settings for detections and alerts; `false` in place of a warning that does not apply. */
export function detectionWarnings(settings: Settings, now: Date): (string | false)[] {
  const { detections, alerts, events } = settings;
  const expired = detections.exceptions.flatMap(({ until }, index) =>
    until === undefined || endOf(until) > now
      ? []
      : [
          `detections.exceptions[${index}] ended on ${until} and has no effect. If the job still runs, its events raise alerts again.`,
        ],
  );
  if (detections.mode === "off")
    return [
      events.functionOwner &&
        "detections.mode is off: unless another stack watches this workspace, no alert is recorded, and nobody is notified about an attack.",
    ];
  const reasons = impossible(settings).filter(({ isUnused }) => !isUnused);
  return [
    ...[...new Set(reasons.map(({ because }) => because))].map((because) => {
      const ids = reasons.filter((one) => one.because === because).map(({ id }) => id);
      return `detections: ${because}. There is no rule for ${ids.join(", ")}.`;
    }),
    !events.functionOwner &&
      "detections.mode is not off, and another stack owns this workspace's functions: if that stack has rules, too, every alert is raised twice.",
    detections.mode === "observe" &&
      alerts.high !== undefined &&
      "alerts has recipients, but detections.mode is observe: nobody is notified of alerts. pulumi config set --path detections.mode alert",
    ...expired,
  ];
}
