import { catalogue } from "../../components/detections/catalogue";
import type { Exception } from "../../components/detections/exceptions";
import type { ReplayCase, ReplayEvent } from "../../components/detections/replayCase";
import { replayCases } from "../../components/detections/replayCases";
import type { Rule } from "../../components/detections/rules";
import { ALL_RULES } from "../components/detections/replayed";

/** A detection that allows exceptions, one of its rules, and the rule's first attack. */
export interface ExceptedAttack {
  readonly id: string;
  readonly rule: Rule;
  readonly attack: ReplayCase;
}

/** An exception that somebody has declared before an attack. */
export interface Declared {
  /** Example: `another user`. */
  readonly what: string;
  /** The only property that differs from the attack. Default: the exception matches the attack. */
  readonly differs?: keyof Exception;
  readonly exception: Exception;
}

/** An attack in one format, and exceptions that match it or differ from it in one property. */
export interface Variant {
  /** Example: `over NFS`. */
  readonly name: string;
  readonly events: readonly ReplayEvent[];
  readonly declared: readonly Declared[];
}

/** The ids of the detections that allow exceptions. */
const ALLOWED = catalogue.filter(({ noExceptions }) => noExceptions === undefined).map(({ id }) => id);

/** The attacks start at midnight, in seconds from the start of the replay, so that an exception until the day before just misses them. */
const MIDNIGHT = 12 * 3600;
const [DAY, DAY_BEFORE] = ["2026-11-28", "2026-11-27"];

/** Returns the first attack of each rule of each detection that allows exceptions. */
export const exceptedAttacks = (): ExceptedAttack[] =>
  ALL_RULES.flatMap((rule) =>
    rule.detections
      .filter(({ id }) => ALLOWED.includes(id))
      .map(({ id, dimensions }) => {
        const isOf = (row: readonly (string | number)[]) =>
          !dimensions.includes("Detection") || row[dimensions.indexOf("Detection")] === id;
        const attack = replayCases.find(
          (one) => one.rule === rule.name && one.alerts.length > 0 && one.isLate !== true && one.alerts.every(isOf),
        );
        if (attack === undefined) throw new Error(`no case of ${rule.name} fires ${id}`);
        return { id, rule, attack };
      }),
  );

/** Returns the deepest folder that contains all paths, or the path if there is only one; undefined if there is no path. */
function commonFolder(paths: readonly string[]): string | undefined {
  const [first = [], ...others] = paths.map((path) => path.replace(/\/$/, "").split("/"));
  const end = first.findIndex((part, depth) => others.some((other) => other[depth] !== part));
  return paths.length === 0 ? undefined : first.slice(0, end < 0 ? first.length : end).join("/");
}

/** Returns the attack in another format. Events before the start are history and keep their format. */
const changed = (events: readonly ReplayEvent[], change: (event: ReplayEvent) => Partial<ReplayEvent>): ReplayEvent[] =>
  events.map((event) => (event.at < MIDNIGHT ? event : { ...event, ...change(event) }));

/**
 * Returns the attack as its case describes it, over NFS and in JSON, each with exceptions. An exception that differs from the
 * attack names the user, range or folder whose name is almost the same, the day before the attack, or all other detections.
 */
export function variantsOf({ id, attack }: ExceptedAttack): Variant[] {
  const own = attack.events.filter(({ at }) => at >= 0);
  const start = Math.min(...own.map(({ at }) => at));
  const last = own.at(-1);
  const { user = "AD\\eve", client = "10.0.0.1" } = last ?? {};
  const isSmb = own.every(({ protocol = "smb2" }) => protocol.startsWith("smb"));
  // Objects of the API may have names without a slash. Sign-ins have no path at all.
  const absolute = (path: string) => (path === "" || path.startsWith("/") ? path : `/${path}`);
  const beside = commonFolder(own.flatMap(({ path = "" }) => (path === "" ? [] : [absolute(path)])));
  const folder = beside === undefined ? undefined : `${beside}-2`;
  const moved = (path = "") =>
    beside !== undefined && folder !== undefined && absolute(path).startsWith(beside)
      ? folder + absolute(path).slice(beside.length)
      : path;
  const events = changed(
    attack.events.map((event) => ({ ...event, at: event.at - start + MIDNIGHT })),
    ({ path, target }) => ({ path: moved(path), target: moved(target) }),
  );
  const [first, second, third] = client.split(".").map(Number);
  const range = (net: number) => `${first}.${second}.${net}.0/24`;
  const matching = (name: string): Exception => ({
    detections: [id],
    user: name,
    client: range(third ?? 0),
    ...(folder === undefined ? {} : { path: folder }),
    until: DAY,
  });
  const inCapitals = { ...matching(user), path: (folder ?? "").toUpperCase() };
  const numbers = [...new Set(own.map((event) => event.user))];
  const number = (name: string | undefined) => 1001 + numbers.indexOf(name);
  const sid = (name: string | undefined) => `S-1-5-21-1-2-3-${number(name)}`;
  const inUpperCase: Declared = { what: "the folder in another case", exception: inCapitals };
  return [
    {
      name: "as its case describes it",
      events,
      declared: [
        { what: "the user in another case", exception: matching(user.toUpperCase()) },
        { what: "the user without the domain", exception: matching(user.replace(/^.*\\/, "").toUpperCase()) },
        { what: "another user", differs: "user", exception: matching(`${user}1`) },
        {
          what: "a range that does not contain the client",
          differs: "client",
          exception: { ...matching(user), client: range((third ?? 0) + 1) },
        },
        folder === undefined
          ? {
              what: "a folder, although the events have no paths",
              differs: "path",
              exception: { ...matching(user), path: "/p" },
            }
          : {
              what: "a folder whose name is the beginning of the folder's",
              differs: "path",
              exception: { ...matching(user), path: beside },
            },
        ...(folder === undefined ? [] : [isSmb ? inUpperCase : { ...inUpperCase, differs: "path" as const }]),
        { what: "an end on the day before", differs: "until", exception: { ...matching(user), until: DAY_BEFORE } },
        {
          what: "all other detections",
          differs: "detections",
          exception: { ...matching(user), detections: ALLOWED.filter((other) => other !== id) },
        },
      ],
    },
    ...(isSmb
      ? [
          {
            name: "over NFS",
            events: changed(events, () => ({ user: "1042", protocol: "nfs3" })),
            declared: [
              { what: "the uid", exception: matching("1042") },
              { what: "another uid", differs: "user" as const, exception: matching("10421") },
              { ...inUpperCase, differs: "path" as const, exception: { ...inCapitals, user: "1042" } },
            ],
          },
        ]
      : []),
    {
      name: "in JSON",
      events: changed(events, (event) => ({ ids: { sid: sid(event.user), authId: `${number(event.user)}` } })),
      declared: [
        { what: "the SID in another case", exception: matching(sid(last?.user).toLowerCase()) },
        { what: "the Qumulo id", exception: matching(`${number(last?.user)}`) },
        { what: "another SID", differs: "user", exception: matching(`${sid(last?.user)}1`) },
      ],
    },
  ];
}
