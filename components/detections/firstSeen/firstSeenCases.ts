import { type ReplayCase, spread } from "../replayCase";

const rule = "firstSeen-low";
/** A day of SMB events that starts with an administrator's sign-in to the API. */
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
      { at: 7, operation: "rest_login", protocol: "api", user: "admln", client: "10.7.7.8", status: "cred_error" },
    ],
  },
  {
    name: "everything on a cluster with less than a day of events",
    rule,
    alerts: [],
    events: [
      { at: -3000, path: "/a" },
      { at: 5, operation: "rest_login", protocol: "api", user: "admin", client: "10.9.9.9" },
    ],
  },
];
