import { z } from "zod";
import { operations } from "../../components/events/operations";
import type { FilterRule } from "../../components/filter/noiseFilter";
import { parseResourceId, resourceTypes } from "../../components/resourceId";
import { check, flag, list, must, oneOf, range, text } from "./checks";
import { shown } from "./messages";
import { nearest, nearSpelling } from "./nearest";

/**
 * Schema for text that appears unchanged in an audit line. Texts with double quotes or control characters are refused,
 * because Qumulo changes them in audit lines: it doubles the quotes and removes the control characters.
 */
const lineText = (what: string, example: string) =>
  z
    .string()
    .meta({ example })
    .superRefine(
      must(
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the check looks for control characters.
        (value) => value !== "" && value.length <= 1024 && !/["\u0000-\u001f]/.test(value),
        (value) => `'${shown(value)}' is not a ${what}: 1 to 1024 characters, no double quote and no control character`,
      ),
    );

/** Schema for a list of values: a rule matches an event only if the event has one of these values. */
const alternatives = <Member extends z.ZodType<string, string>>(
  member: Member,
  description: string,
  defaultText: string,
) =>
  list(member, 200)
    .superRefine(
      check((given) =>
        given.length > 0
          ? undefined
          : { problem: "is empty, so the rule would match no event: leave it out to match every value", remove: true },
      ),
    )
    .optional()
    .meta({ description, default: defaultText });

const operationName = z
  .string()
  .superRefine(
    check((name) => {
      const known = operations().map((operation) => operation.name);
      if (known.includes(name)) return undefined;
      const problem = `'${shown(name)}' is not a known operation; docs/events.md lists the known ones. Events with an unknown operation are always kept`;
      return { problem, value: nearest(name, known) };
    }),
  )
  .meta({ example: "fs_read_data" });

/**
 * Schema for a rule that keeps or drops events. `operationsText` and `pathsText` describe the two fields whose meaning
 * differs between rules that keep and rules that drop.
 */
const filterRule = (operationsText: string, pathsText: string) =>
  z
    .strictObject({
      operations: alternatives(operationName, operationsText, "any operation"),
      protocols: alternatives(
        lineText("protocol", "nfsv3"),
        "Protocols, spelt as in the cluster's audit lines.",
        "any protocol",
      ),
      users: alternatives(
        lineText("user", "AD\\svc-backup"),
        "Users, spelt as in the cluster's audit lines. In names with only ASCII letters, case does not matter.",
        "any user",
      ),
      clientCidrs: alternatives(range("10.1.2.0/24"), "IPv4 ranges of the file clients.", "any client"),
      pathPrefixes: alternatives(lineText("beginning of a path", "/scratch/"), pathsText, "any path"),
    })
    .superRefine(
      check((rule: FilterRule) =>
        Object.values(rule).some((value) => value !== undefined)
          ? undefined
          : { problem: "is empty: the rule would match every event", remove: true },
      ),
    );

const keptRule = filterRule(
  "Operations to keep even if `events.keep` or `events.exclude` would drop them; [events.md](events.md) lists the names.",
  "Prefixes of the path. A rename matches if its old or its new path has such a prefix.",
);
const droppedRule = filterRule(
  "Operations to drop in addition to those that `events.keep` drops; [events.md](events.md) lists the names. Operations that are not in that list are always kept.",
  "Prefixes of the path. A rename matches only if its old and its new path have such a prefix.",
);

/** Matches the machine's name at the end of its id. Example: `/vm-qumulo-prod-*`. */
const MACHINE_NAME = /\/\w[\w.-]{0,79}(-\*)?$/;

const forwarderId = text(
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-qumulo-prod-*",
).superRefine(
  must(
    (id) =>
      [resourceTypes.virtualMachine, resourceTypes.arcMachine].some(
        (type) => parseResourceId(id, type) !== undefined,
      ) && MACHINE_NAME.test(id),
    (id) => `'${shown(id)}' is not the id of a virtual machine or of an Azure Arc server`,
  ),
);

const KEEP = ["everything", "noNoise", "changesOnly"] as const;

/** Schema for `events`: how events are stored, and which are kept. */
export const eventsSchema = z
  .strictObject({
    table: oneOf(
      "Table that stores events: `syslog` for the built-in table Syslog, `parsed` for QumuloAudit_CL with typed columns ([events.md](events.md)).",
      ["syslog", "parsed"],
      "syslog",
    ),
    plan: oneOf(
      "Plan of the table QumuloAudit_CL. `Basic` has cheaper storage, but does not support functions, joins or most alerts.",
      ["Analytics", "Basic"],
      "Analytics",
    ),
    keep: z
      .enum(KEEP)
      // An error suggests only names with a similar spelling, because a wrong guess could drop events permanently.
      .meta({ near: nearSpelling(KEEP), choices: KEEP })
      .default("everything")
      .meta({
        description:
          "Which events are kept: `everything`, `noNoise` (no look-ups, opens and closes) or `changesOnly` (no reads either).",
      }),
    include: list(keptRule, 50).default([]).meta({
      description: "Rules for events to keep even if `keep` or `exclude` would drop them.",
    }),
    exclude: list(droppedRule, 50).default([]).meta({
      description: "Rules for events to drop in addition to those that `keep` drops.",
    }),
    functionOwner: flag(
      "Whether this stack owns the functions and the table QumuloAudit_CL. Exactly one of the stacks that share a workspace must own them.",
      true,
    ),
    forwarders: list(forwarderId, 50).default([]).meta({
      description:
        "Ids of machines whose events count as verified in addition to this stack's own machines: those of other stacks that use this workspace, and servers that are no longer in `arc.servers`. `*` matches the number at the end of a machine's name.",
    }),
  })
  .superRefine(
    check(({ plan, table }) =>
      plan === "Analytics" || table === "parsed"
        ? undefined
        : {
            problem:
              "is Basic, which the table Syslog does not support: set it to Analytics, or set events.table to parsed",
            at: ["plan"],
            value: "Analytics",
          },
    ),
  )
  .superRefine(
    check(({ functionOwner, forwarders }) =>
      functionOwner || forwarders.length === 0
        ? undefined
        : {
            problem:
              "belongs in the stack that owns the functions, and events.functionOwner is false here: set events.forwarders in that stack",
            at: ["forwarders"],
            remove: true,
          },
    ),
  )
  .prefault({});
