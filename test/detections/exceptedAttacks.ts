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

/**
 * When the attacks start, in seconds from the start of the replay, which is at noon. At midnight, an exception until the day
 * before has just ended.
 */
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

/** Returns the events with changes. Those before the attack are history and stay as they are. */
const changed = (events: readonly ReplayEvent[], change: (event: ReplayEvent) => Partial<ReplayEvent>): ReplayEvent[] =>
  events.map((event) => (event.at < MIDNIGHT ? event : { ...event, ...change(event) }));

/** An attack whose files are in `folder`. The name of the folder `beside` is the beginning of its name. */
interface MovedAttack {
  readonly events: readonly ReplayEvent[];
  /** Undefined if the events have no paths, like sign-ins. */
  readonly folder?: { readonly path: string; readonly beside: string };
}

/** Moves an attack to midnight, and its files into a folder whose name is a little longer. */
function longerFolder({ events }: ReplayCase): MovedAttack {
  const own = events.filter(({ at }) => at >= 0);
  const start = Math.min(...own.map(({ at }) => at));
  const later = events.map((event) => ({ ...event, at: event.at - start + MIDNIGHT }));
  // Objects of the API may have names without a slash.
  const absolute = (path: string) => (path.startsWith("/") ? path : `/${path}`);
  const beside = commonFolder(own.flatMap(({ path = "" }) => (path === "" ? [] : [absolute(path)])));
  if (beside === undefined) return { events: later };
  const moved = (path = "") =>
    path !== "" && absolute(path).startsWith(beside) ? `${beside}-2${absolute(path).slice(beside.length)}` : path;
  return {
    events: changed(later, ({ path, target }) => ({ path: moved(path), target: moved(target) })),
    folder: { path: `${beside}-2`, beside },
  };
}

/**
 * Returns the attack as its case describes it, over NFS and in JSON, each with exceptions for the last event's user and client.
 * If an attack has several users, it is below the threshold without one of them. An exception that differs from the attack
 * names a user, range or folder whose name is almost the same, the day before the attack, or all other detections.
 */
export function variantsOf({ id, attack }: ExceptedAttack): Variant[] {
  const { events, folder } = longerFolder(attack);
  const own = events.filter(({ at }) => at >= MIDNIGHT);
  const { user = "AD\\eve", client = "10.0.0.1" } = own.at(-1) ?? {};
  const isSmb = own.every(({ protocol = "smb2" }) => protocol.startsWith("smb"));
  const [first, second, third = 0] = client.split(".").map(Number);
  const range = (net: number) => `${first}.${second}.${net}.0/24`;
  const matching = (name: string): Exception => ({
    detections: [id],
    user: name,
    client: range(third),
    ...(folder === undefined ? {} : { path: folder.path }),
    until: DAY,
  });
  const otherPath: Declared =
    folder === undefined
      ? {
          what: "a folder, although the events have no paths",
          differs: "path",
          exception: { ...matching(user), path: "/p" },
        }
      : {
          what: "a folder whose name is the beginning of the folder's",
          differs: "path",
          exception: { ...matching(user), path: folder.beside },
        };
  /** The folder in another case, which is the same folder only over SMB. */
  const otherCase = (name: string, isSame: boolean): Declared[] =>
    folder === undefined
      ? []
      : [
          {
            what: "the folder in another case",
            differs: isSame ? undefined : "path",
            exception: { ...matching(name), path: folder.path.toUpperCase() },
          },
        ];
  const users = [...new Set(own.map((event) => event.user ?? user))];
  const number = (name = user) => 1001 + users.indexOf(name);
  const sid = (name = user) => `S-1-5-21-1-2-3-${number(name)}`;
  const overNfs: Variant = {
    name: "over NFS",
    events: changed(events, () => ({ user: "1042", protocol: "nfs3" })),
    declared: [
      { what: "the uid", exception: matching("1042") },
      { what: "another uid", differs: "user", exception: matching("10421") },
      ...otherCase("1042", false),
    ],
  };
  return [
    {
      name: "as its case describes it",
      events,
      declared: [
        { what: "the user in another case", exception: matching(user.toUpperCase()) },
        { what: "the user without the domain", exception: matching(user.replace(/^.*\\/, "").toUpperCase()) },
        ...otherCase(user, isSmb),
        { what: "another user", differs: "user", exception: matching(`${user}1`) },
        {
          what: "a range that does not contain the client",
          differs: "client",
          exception: { ...matching(user), client: range(third + 1) },
        },
        otherPath,
        { what: "an end on the day before", differs: "until", exception: { ...matching(user), until: DAY_BEFORE } },
        {
          what: "all other detections",
          differs: "detections",
          exception: { ...matching(user), detections: ALLOWED.filter((other) => other !== id) },
        },
      ],
    },
    ...(isSmb ? [overNfs] : []),
    {
      name: "in JSON",
      events: changed(events, (event) => ({ ids: { sid: sid(event.user), authId: `${number(event.user)}` } })),
      declared: [
        { what: "the SID in another case", exception: matching(sid().toLowerCase()) },
        { what: "the Qumulo id", exception: matching(`${number()}`) },
        { what: "another SID", differs: "user", exception: matching(`${sid()}1`) },
      ],
    },
  ];
}
