import type { ReplayEvent } from "../../../components/detections/replayCase";
import { normalDay } from "../normalDay";
import { auditOff, bruteForce, insiderCopy, massDelete, ransomware } from "./attacks";
import { inOrder, MINUTE, NODES, nodeOf, type Scenario } from "./scenario";

/** A scenario has one in this many of a normal day's events, because a rehearsal must be quick. */
const ONE_IN = 50;

const HOUR = 60 * MINUTE;
/** When a scenario begins and ends, in seconds since midnight: at 8:00 and 19:00. */
const [BEGIN, END] = [8 * HOUR, 19 * HOUR];

/** Returns a part of the events of a normal day's working hours. */
const ordinaryWork = (): ReplayEvent[] =>
  normalDay().filter(({ at }, index) => index % ONE_IN === 0 && at >= BEGIN && at < END);

/** Returns a normal day with an attack. */
const during = (attack: () => ReplayEvent[]) => (): ReplayEvent[] => inOrder([...ordinaryWork(), ...attack()]);

/** The scenario that a rehearsal plays if the user gives none. */
export const defaultScenario: Scenario = {
  name: "ransomware",
  description:
    "an attacker deletes snapshots, and five minutes later a client encrypts and renames 760 files within 20 seconds",
  events: during(ransomware),
};

/** All scenarios. */
export const scenarios: readonly Scenario[] = [
  defaultScenario,
  {
    name: "insiderCopy",
    description:
      "a person reads 2,500 files within half an hour, is denied access to 240 others, and deletes 260 of those that were read",
    events: during(insiderCopy),
  },
  {
    name: "massDelete",
    description:
      "a script deletes 1,200 files in 30 folders within two minutes, and an administrator deletes a whole folder",
    events: during(massDelete),
  },
  {
    name: "auditOff",
    description: "somebody changes the destination of the audit events, and the cluster sends no more events",
    events: () => {
      const attack = auditOff();
      const last = Math.max(...attack.map(({ at }) => at));
      return inOrder([...ordinaryWork().filter(({ at }) => at < last), ...attack]);
    },
  },
  {
    name: "bruteForce",
    description:
      "a client fails to sign in as 40 users, and then finds the password of another user at the 31st attempt",
    events: during(bruteForce),
  },
  {
    name: "quietNode",
    description: `one of ${NODES} nodes sends no events after noon. No detection of this version watches for silent nodes, so nothing fires`,
    events: () => ordinaryWork().filter((event) => nodeOf(event) !== NODES || event.at < 12 * HOUR),
  },
  { name: "normalDay", description: "people and programs work as on any day, so nothing fires", events: ordinaryWork },
];
