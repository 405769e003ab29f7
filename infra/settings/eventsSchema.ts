import { z } from "zod";
import type { FilterRule } from "../../components/events/noiseFilter";
import { operations } from "../../components/events/operations";
import { parseResourceId, resourceTypes } from "../../components/resourceId";
import { check, flag, list, must, oneOf, range, text } from "./checks";
import { shown } from "./messages";
import { nearest, nearSpelling } from "./nearest";

/** Text that stands in a line as it is: a quote in it is doubled there, and control characters are taken out. */
const lineText = (what: string, example: string) =>
  z
    .string()
    .meta({ example })
    .superRefine(
      must(
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        (value) => value !== "" && value.length <= 1024 && !/["\u0000-\u001f]/.test(value),
        (value) => `'${shown(value)}' is no ${what}: 1 to 1024 characters, no double quote and no control character`,
      ),
    );

const alternatives = <Member extends z.ZodType<string, string>>(member: Member) =>
  list(member, 200)
    .superRefine(
      check((given) =>
        given.length > 0
          ? undefined
          : {
              problem: "is empty, so the rule would be about no event: leave it out to mean every value",
              remove: true,
            },
      ),
    )
    .optional();

const rule = z
  .strictObject({
    /** Names of operations. */
    operations: alternatives(
      z.string().superRefine(
        check((name) => {
          const known = operations().map((operation) => operation.name);
          if (known.includes(name)) return undefined;
          const problem = `'${shown(name)}' is no known operation; docs/events.md lists them. Unknown ones are always kept`;
          return { problem, value: nearest(name, known), example: "fs_read_data" };
        }),
      ),
    ),
    /** As the cluster writes them, for example `nfsv3`. */
    protocols: alternatives(lineText("protocol", "nfsv3")),
    /** As the cluster writes them; ASCII names without regard to case. Example: `AD\\svc-backup`. */
    users: alternatives(lineText("user", "AD\\svc-backup")),
    /** Ranges of clients, which have addresses of IPv4. */
    clientCidrs: alternatives(range),
    /** Beginnings of paths, for example `/scratch/`; of both paths of a rename. */
    pathPrefixes: alternatives(lineText("beginning of a path", "/scratch/")),
  })
  .superRefine(
    check((one: FilterRule) =>
      Object.values(one).some((value) => value !== undefined)
        ? undefined
        : { problem: "names nothing: it would be about every event", remove: true },
    ),
  );

const forwarderId = text(
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-qumulo-prod-*",
).superRefine(
  must(
    (id) =>
      [resourceTypes.virtualMachine, resourceTypes.arcMachine].some(
        (type) => parseResourceId(id, type) !== undefined,
      ) && /\/\w[\w.-]{0,79}(-\*)?$/.test(id),
    (id) => `'${shown(id)}' is not the id of a virtual machine or of a server behind Azure Arc`,
  ),
);

const KEEP = ["everything", "noNoise", "changesOnly"] as const;

/** How events are stored and which are kept. */
export const eventsSchema = z
  .strictObject({
    /** `syslog`: the table Syslog, as the article has it. `parsed`: QumuloAudit_CL with typed columns. */
    table: oneOf(["syslog", "parsed"], "syslog"),
    /** Plan of QumuloAudit_CL. `Basic` costs less to store, and refuses functions, joins and most alerts. */
    plan: oneOf(["Analytics", "Basic"], "Analytics"),
    /** `noNoise` drops look-ups, opens and closes; `changesOnly` drops reads as well. */
    keep: z
      .enum(KEEP)
      .default("everything")
      // A guess could drop events for good, so a person is asked.
      .meta({ near: nearSpelling(KEEP), example: "everything", choices: KEEP }),
    /** Kept, though `keep` or `exclude` drops them. */
    include: list(rule, 50).default([]),
    /** Dropped, beyond what `keep` drops. */
    exclude: list(rule, 50).default([]),
    /** Whether this stack owns the functions and the table QumuloAudit_CL; one stack of a shared workspace does. */
    functionOwner: flag(true),
    /**
     * Machines whose events count as verified besides this stack's own: those of other stacks with this workspace, and
     * servers that this stack no longer has. `*` at the end of a machine's name in Azure stands for its number.
     */
    forwarders: list(forwarderId, 50).default([]),
  })
  .superRefine(
    check(({ plan, table }) =>
      plan === "Analytics" || table === "parsed"
        ? undefined
        : {
            problem: "is Basic, which the table Syslog does not take: set it back, or set events.table to parsed",
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
              "is for the stack that owns the functions, and events.functionOwner is false here: set it in that stack",
            at: ["forwarders"],
            remove: true,
          },
    ),
  )
  .prefault({});
