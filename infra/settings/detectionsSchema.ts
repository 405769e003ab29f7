import { z } from "zod";
import { catalogue } from "../../components/detections/catalogue";
import { type Detection, defaultsOf, SEVERITIES } from "../../components/detections/detection";
import { longest, minutesOf } from "../../components/detections/lookBack";
import { publishedRansomNames, type RANSOM_LISTS } from "../../components/detections/ransomNames";
import { check, choice, list, oneOf, optionalFlag, range, whole } from "./checks";
import { duration, durationText } from "./durations";
import { exceptionSchema } from "./exceptionSchema";
import { shown } from "./messages";
import { nearest } from "./nearest";

/** The highest value for a threshold, which is far above every useful one. */
const HIGHEST = 1_000_000;

/** Returns the schema of one parameter of a detection's query. */
function parameter(detection: Detection, name: string) {
  const defaults = defaultsOf(detection);
  const fallback = defaults.get(name) ?? "";
  const { meaning, unit, reason, least = 2 } = detection.parameters[name] ?? { meaning: "", unit: "", reason: "" };
  const description = `${meaning} Reason for the default: ${reason}`;
  const minutes = minutesOf(fallback);
  if (minutes !== undefined)
    return duration(
      longest(defaults, name),
      durationText(2 * minutes > longest(defaults, name) ? minutes / 2 : 2 * minutes),
    )
      .optional()
      .meta({ description, default: durationText(minutes) });
  return whole({ lowest: least, highest: HIGHEST, unit })
    .optional()
    .meta({ description, default: Number(fallback), example: 2 * Number(fallback) });
}

/** Returns the severities that a detection's rules have by default. Example: `high and medium`. */
const severitiesOf = ({ levels }: Detection): string =>
  [...new Set(levels.map(({ severity }) => severity))].join(" and ");

/** Returns the schema of the changes that the settings may make to one detection. */
const changesOf = (detection: Detection) =>
  z
    .strictObject({
      enabled: optionalFlag()
        .optional()
        .meta({
          description: `Whether to look for "${detection.title}".`,
          default: detection.isOptional === true ? false : "`true`, if the other settings allow it",
        }),
      severity: choice(SEVERITIES)
        .optional()
        .meta({
          description:
            "Severity of the detection's alerts. Rules of high severity run every 5 minutes, all others every 15 minutes.",
          default: severitiesOf(detection),
        }),
      ...Object.fromEntries(Object.keys(detection.parameters).map((name) => [name, parameter(detection, name)])),
    })
    .optional();

const knownRansomNames = Object.values(publishedRansomNames).flat();

/** Whether a text can be a whole extension or file name. */
const isRansomName = (value: string): boolean => /^[^/\s.][^/]{0,99}$/.test(value);

const added = (description: string, example: string) =>
  list(
    z
      .string()
      .superRefine(
        check((value) => {
          if (isRansomName(value)) return undefined;
          const bare = value.replace(/^\.+/, "");
          const problem = `'${shown(value)}' is not a name of 1 to 100 characters without / and without a dot at its start`;
          return isRansomName(bare) ? { problem, value: bare } : { problem };
        }),
      )
      .meta({ example }),
    500,
  )
    .optional()
    .meta({ description, default: "none" });

const ADDED = {
  strongExtensions: added("Extensions, without the dot. A single file with one of them raises an alert.", "lockme"),
  weakExtensions: added("Extensions, without the dot. By default, ten files in five minutes raise an alert.", "enc"),
  strongNames: added("Whole names of ransom notes. A single file with one of them raises an alert.", "pay-us.txt"),
  weakNames: added(
    "Whole names of ransom notes. By default, ten files in five minutes raise an alert.",
    "readme_now.txt",
  ),
} satisfies Record<(typeof RANSOM_LISTS)[number], unknown>;

const removed = list(
  z
    .string()
    .superRefine(
      check((value) =>
        knownRansomNames.includes(value.toLowerCase())
          ? undefined
          : { problem: `'${shown(value)}' is in none of the lists`, value: nearest(value, knownRansomNames) },
      ),
    )
    .meta({ example: knownRansomNames[0] }),
  500,
);

/** Schema for `detections`: what is looked for in the events. */
export const detectionsSchema = z
  .strictObject({
    mode: oneOf(
      "What happens if a detection fires: `observe` records an alert in Azure and notifies nobody; `alert` also notifies the recipients in `alerts`. `off` creates no rules, for example because another stack with the same workspace has them.",
      ["off", "observe", "alert"],
      "observe",
    ),
    rules: z
      .strictObject(Object.fromEntries(catalogue.map((detection) => [detection.id, changesOf(detection)])))
      .prefault({}),
    exceptions: list(exceptionSchema, 100).default([]).meta({
      description: "Events that are known to be harmless and raise no alerts.",
    }),
    adminCidrs: list(range("10.20.0.0/24"), 100).default([]).meta({
      description:
        "IPv4 ranges that administrators work from. If any are given, the detection adminFromElsewhere reports administration from all other addresses.",
      default: "none",
    }),
    ransomNames: z
      .strictObject({
        add: z.strictObject(ADDED).prefault({}),
        remove: removed.default([]).meta({
          description:
            "Extensions and names of ransom notes that ransomName ignores, because your own programs use them.",
          default: "none",
        }),
      })
      .prefault({}),
  })
  .prefault({});
