import type { BadSetting } from "./setting";

const good = { detections: ["massDelete"], user: "AD\\svc-mirror", path: "/mirror", reason: "mirror job" };
const exception = (change: object) => ({ detections: { exceptions: [{ ...good, ...change }] } });
const key = (name: string) => `detections.exceptions[0].${name}`;

/** Wrong settings that exceptionSchema.ts must refuse. */
export const exceptionSchema: readonly BadSetting[] = [
  {
    when: "an exception is for no detection",
    config: exception({ detections: [] }),
    key: key("detections"),
    problem: "is empty",
    fixes: "detections[0]' massDelete",
  },
  {
    when: "an exception names an unknown detection",
    config: exception({ detections: ["massdelet"] }),
    key: key("detections[0]"),
    problem: "is not a detection",
    fixes: "massDelete",
  },
  ...["ransomName", "honeyPath", "auditChanged", "protectionWeakened", "unknownSender"].map((id) => ({
    when: `an exception would hide an attack from ${id}`,
    config: exception({ detections: ["massDelete", id] }),
    key: key("detections[1]"),
    problem: `'${id}' allows no exception`,
    fixes: "config rm --path 'detections.exceptions[0].detections[1]'",
  })),
  {
    when: "an exception is for one user everywhere",
    config: { detections: { exceptions: [{ detections: ["massRead"], user: "backup", reason: "backup" }] } },
    key: "detections.exceptions[0]",
    problem: "needs two of user, client and path",
    fixes: "config rm --path 'detections.exceptions[0]'",
  },
  {
    when: "an exception is for everybody",
    config: exception({ user: "Everyone" }),
    key: key("user"),
    problem: "may be anybody",
    fixes: "svc-mirror",
  },
  {
    when: "an exception is for no user",
    config: exception({ user: " " }),
    key: key("user"),
    problem: "is not a user",
    fixes: "svc-mirror",
  },
  {
    when: "an exception is for the root",
    config: exception({ path: "//" }),
    key: key("path"),
    problem: "contains every file",
    fixes: "/mirror",
  },
  {
    when: "an exception's path climbs",
    config: exception({ path: "/mirror/../finance" }),
    key: key("path"),
    problem: "contains . or ..",
    fixes: "/mirror",
  },
  {
    when: "an exception's path has a wildcard",
    config: exception({ path: "/mirror/*" }),
    key: key("path"),
    problem: "no special meaning",
    fixes: "/mirror",
  },
  {
    when: "an exception's path is relative",
    config: exception({ path: "mirror" }),
    key: key("path"),
    problem: "begins with /",
    fixes: "/mirror",
  },
  {
    when: "an exception is for every client",
    config: exception({ client: "0.0.0.0/0" }),
    key: key("client"),
    problem: "more than 65,536 addresses",
    fixes: "10.1.2.7/32",
  },
  {
    when: "an exception ends on a day that does not exist",
    config: exception({ until: "2027-02-30" }),
    key: key("until"),
    problem: "is not a date",
    fixes: "2027-03-31",
  },
  {
    when: "an exception has no reason",
    config: exception({ reason: undefined }),
    key: key("reason"),
    problem: "is missing",
    fixes: "ticket 4711",
  },
];
