import { z } from "zod";
import { catalogue } from "../../components/detections/catalogue";
import { check, described, list, must, range, text } from "./checks";
import { shown } from "./messages";
import { nearest } from "./nearest";

const IDS = catalogue.map(({ id }) => id);

const detectionId = z
  .string()
  .superRefine(
    check((value) => {
      const found = catalogue.find(({ id }) => id === value);
      if (found === undefined) {
        const problem = `'${shown(value)}' is not a detection: ${IDS.join(", ")}`;
        return { problem, value: nearest(value, IDS) };
      }
      if (found.noExceptions === undefined) return undefined;
      return { problem: `'${value}' allows no exception: ${found.noExceptions}`, remove: true };
    }),
  )
  .meta({ example: "massDelete" });

/** Names that stand for everybody, or that a client may choose itself. An exception for them would hide an attack. */
const EVERYBODY = ["*", "everyone", "anonymous", "guest", "nobody", "system", "authenticated users", "domain users"];

/** A range with a shorter prefix is a network of many clients rather than the machines of one job. */
const SHORTEST_PREFIX = 16;

/** Returns what is wrong with the path of an exception; undefined if nothing is. */
function pathError(path: string): string | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  if (!path.startsWith("/") || path.length > 1024)
    return "is not a path that begins with / and has at most 1024 characters";
  if (parts.length === 0) return "is the root, which contains every file: give the job's folder";
  if (parts.some((part) => part === "." || part === "..")) return "contains . or ..";
  return /[*?]/.test(path) ? "contains * or ?, which have no special meaning here: give a folder" : undefined;
}

/** Whether a text is a date that exists. Example: `2027-02-28`. */
const isDate = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** Schema for one of `detections.exceptions`. */
export const exceptionSchema = z
  .strictObject({
    detections: described(
      list(detectionId, IDS.length).superRefine(
        must(
          (ids) => ids.length > 0,
          () => "is empty: name the detections that ignore these events",
        ),
      ),
      {
        description:
          "Detections that ignore the events. ransomName, honeyPath, auditChanged, protectionWeakened and unknownSender allow no exceptions.",
      },
    ),
    user: text("AD\\svc-mirror")
      .superRefine(
        check((value) => {
          if (value.trim() === "" || value.length > 256) return { problem: "is not a user: 1 to 256 characters" };
          return EVERYBODY.includes(value.toLowerCase())
            ? { problem: `'${shown(value)}' may be anybody: give the job's account` }
            : undefined;
        }),
      )
      .optional()
      .meta({
        description:
          "The user's name (with or without its domain), SID, uid or Qumulo id. Case is ignored. Two of `user`, `client` and `path` are required, and an event must match all that are given.",
      }),
    client: range("10.1.2.7/32")
      .superRefine(
        check((value) =>
          Number(value.split("/")[1]) < SHORTEST_PREFIX
            ? {
                problem: `${shown(value)} contains more than 65,536 addresses: give the addresses of the job's machines`,
              }
            : undefined,
        ),
      )
      .optional()
      .meta({ description: `IPv4 range of the clients: a /${SHORTEST_PREFIX} or a smaller range.` }),
    path: text("/mirror")
      .superRefine(
        check((value) => {
          const problem = pathError(value);
          return problem === undefined ? undefined : { problem };
        }),
      )
      .optional()
      .meta({
        description:
          "A file, or a folder with everything in it. `/mirror` does not match `/mirror-2`. Case is ignored over SMB only.",
      }),
    until: text("2027-03-31")
      .superRefine(must(isDate, (value) => `'${shown(value)}' is not a date such as 2027-03-31`))
      .optional()
      .meta({
        description: "Last day of the exception, in UTC. Events on later days count again, without a deployment.",
        default: "none: the exception never ends",
      }),
    reason: text("mirror job, ticket 4711")
      .superRefine(
        must(
          (value) => value.trim().length >= 5 && value.length <= 500,
          () =>
            "is not a reason of 5 to 500 characters: state why these events are harmless, for people who read this later",
        ),
      )
      .meta({ description: "Why the events are harmless." }),
  })
  .superRefine(
    check(({ user, client, path }) =>
      [user, client, path].filter((one) => one !== undefined).length >= 2
        ? undefined
        : {
            problem: "needs two of user, client and path: an attacker who controls one of them would go unnoticed",
          },
    ),
  );
