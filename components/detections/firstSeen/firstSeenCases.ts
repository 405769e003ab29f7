import { type ReplayCase, spread } from "../replayCase";

const rule = "firstSeen-low";
/** Slightly more than a day of SMB events, which starts with an administrator's sign-in to the API. */
const day = [
  ...spread(100, 90_000, () => ({ user: "AD\\bob", path: "/a" }), -90_000),
  { at: -90_000, operation: "rest_login", protocol: "api", user: "admin", client: "10.9.9.9" },
];

export const firstSeenCases: readonly ReplayCase[] = [
  {
    name: "a protocol that nobody has used before",
    rule,
    alerts: [["nas", "protocol ftp", 1]],
    events: [...day, { at: 5, protocol: "ftp", path: "/a" }],
  },
  {
    name: "a user and a client that have not used the API before",
    rule,
    alerts: [
      ["nas", "client 10.8.8.8", 1],
      ["nas", "user root2", 1],
    ],
    events: [...day, { at: 5, operation: "rest_login", protocol: "api", user: "root2", client: "10.8.8.8" }],
  },
  {
    name: "an administrator who used the API before, a new SMB user, or a failed sign-in",
    rule,
    alerts: [],
    events: [
      ...day,
      { at: 5, operation: "rest_login", protocol: "api", user: "ADMIN", client: "10.9.9.9" },
      { at: 6, path: "/a", user: "AD\\carol", client: "10.7.7.7" },
      { at: 8, operation: "snapshot_create_snapshot", protocol: "internal", user: "system" },
      { at: -1000, operation: "rest_login", protocol: "api", user: "auditor", client: "10.9.9.9" },
      { at: 7, operation: "rest_login", protocol: "api", user: "admln", client: "10.7.7.8", status: "cred_error" },
    ],
  },
  {
    name: "everything on a cluster with less than a day of events",
    rule,
    alerts: [],
    events: [
      { at: -3000, path: "/a" },
      { at: -100_000, delay: 100_003, protocol: "ftp", path: "/a" },
      { at: 5, operation: "rest_login", protocol: "api", user: "admin", client: "10.9.9.9" },
    ],
  },
  {
    name: "a domain's user who has the name of a local user of the API",
    rule,
    alerts: [["nas", "user ad\\admin", 1]],
    events: [...day, { at: 5, operation: "rest_login", protocol: "api", user: "AD\\admin", client: "10.9.9.9" }],
  },
  ...[
    { arrival: -171_900.5, alerts: [["nas", "user old", 1]], what: "was seen too long ago" },
    { arrival: -171_899.5, alerts: [], what: "was seen just within the history" },
  ].map(({ arrival, alerts, what }) => {
    const signIn = { operation: "rest_login", protocol: "api", user: "old", client: "10.9.9.9" };
    return {
      name: `a user of the API who ${what}`,
      rule,
      alerts,
      events: [{ ...signIn, at: arrival - 0.2, delay: 0.2 }, ...day, { ...signIn, at: 5 }],
    };
  }),
  ...[
    { since: -86_395, alerts: [["nas", "protocol ftp", 1]], what: "exactly a day" },
    { since: -86_394, alerts: [], what: "a second less than a day" },
  ].map(({ since, alerts, what }) => ({
    name: `a new protocol on a cluster with ${what} of events`,
    rule,
    alerts,
    events: [
      { at: since, path: "/a" },
      { at: 5, protocol: "ftp", path: "/a" },
    ],
  })),
];
