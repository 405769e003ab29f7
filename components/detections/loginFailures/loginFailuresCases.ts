import { type ReplayCase, spread } from "../replayCase";

const [success, users, user] = ["loginFailures-success", "loginFailures-users", "loginFailures-user"] as const;
const failures = (count: number, name: (index: number) => string = () => "admin", seconds = 300) =>
  spread(count, seconds, (index) => ({
    operation: "rest_login",
    protocol: "api",
    status: "cred_error",
    user: name(index),
  }));
const succeeds = { at: 400, operation: "rest_login", protocol: "api", user: "Admin" };

export const loginFailuresCases: readonly ReplayCase[] = [
  {
    name: "ten failures before a success",
    rule: success,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [...failures(10), succeeds],
  },
  { name: "nine failures before a success", rule: success, alerts: [], events: [...failures(9), succeeds] },
  { name: "ten failures without a success", rule: success, alerts: [], events: failures(10) },
  {
    name: "ten failures before another user's success",
    rule: success,
    alerts: [],
    events: [...failures(10), { ...succeeds, user: "bob" }],
  },
  {
    name: "ten failures before a success, after which the client goes on guessing for an hour",
    rule: success,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [
      ...failures(10),
      succeeds,
      ...failures(120).map((event) => ({ ...event, at: event.at * 12 + 410, user: "bob" })),
      ...failures(120).map((event) => ({ ...event, at: event.at * 12 + 410 })),
    ],
  },
  {
    name: "ten failures that arrive an hour after the success that followed them",
    rule: success,
    isLate: true,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [...failures(10).map((event) => ({ ...event, delay: 3600 })), succeeds],
  },
  {
    name: "failures before a success if one of the failures arrives an hour late, but only once",
    rule: success,
    alerts: [["nas", "admin", "10.0.0.1", 11]],
    events: [...failures(12).map((event, index) => ({ ...event, delay: index === 5 ? 3600 : 2 })), succeeds],
  },
  {
    name: "a client with an old password, while the user signs in on another client",
    rule: success,
    alerts: [],
    events: [...failures(60), ...failures(60).map((event) => ({ ...event, status: "ok", client: "10.0.0.2" }))],
  },
  {
    name: "ten failures before a success if the first failure was exactly an hour before it",
    rule: success,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [...failures(10), { ...succeeds, at: 3600 }],
  },
  {
    name: "ten failures that had arrived twenty minutes before the success",
    rule: success,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [...failures(10), { ...succeeds, at: 1500 }],
  },
  {
    name: "ten failures before a success if one of the failures arrives an hour late",
    rule: success,
    isLate: true,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [...failures(10).map((event, index) => ({ ...event, delay: index === 5 ? 3600 : 2 })), succeeds],
  },
  {
    name: "ten failures before a success, but not for the next success after a single failure",
    rule: success,
    alerts: [["nas", "admin", "10.0.0.1", 10]],
    events: [
      ...failures(10),
      succeeds,
      ...failures(1).map((event) => ({ ...event, at: 1900 })),
      { ...succeeds, at: 2000 },
    ],
  },
  {
    name: "each of two successful guesses ninety minutes apart",
    rule: success,
    alerts: [
      ["nas", "admin", "10.0.0.1", 10],
      ["nas", "admin", "10.0.0.1", 10],
    ],
    events: [0, 5400].flatMap((start) =>
      [...failures(10), succeeds].map((event) => ({ ...event, at: event.at + start })),
    ),
  },
  {
    name: "failures of one user before the success of another user with the same name in another domain",
    rule: success,
    alerts: [],
    events: [...failures(10, () => "AD\\admin"), { ...succeeds, user: "LOCAL\\admin" }],
  },
  {
    name: "a success after ten failures in ninety minutes, with other errors in between",
    rule: success,
    alerts: [],
    events: [
      ...failures(10, undefined, 5400),
      ...failures(40).map((event) => ({ ...event, at: event.at + 5000, status: "fs_no_such_entry_error" })),
      { ...succeeds, at: 5500 },
    ],
  },
  {
    name: "ten failures before a success if the first failure was more than an hour before it",
    rule: success,
    alerts: [],
    events: [...failures(10), { ...succeeds, at: 3601 }],
  },
  {
    name: "ten users whose sign-ins fail from one client",
    rule: users,
    alerts: [["nas", "several", "10.0.0.1", 10]],
    events: failures(10, (index) => `u${index}`),
  },
  {
    name: "ten users whose sign-ins fail from one client within an hour",
    rule: users,
    alerts: [["nas", "several", "10.0.0.1", 10]],
    events: failures(10, (index) => `u${index}`, 3590),
  },
  {
    name: "ten users on one client, of whom one also fails on another client",
    rule: users,
    alerts: [["nas", "several", "10.0.0.2", 10]],
    events: [
      ...failures(10, (index) => `u${index}`).map((event) => ({ ...event, client: "10.0.0.2" })),
      ...failures(1, () => "u0"),
    ],
  },
  {
    name: "four users whose sign-ins fail five times each from one client, before one succeeds",
    rule: users,
    alerts: [],
    events: [...failures(20, (index) => `u${index % 4}`), { ...succeeds, user: "u1" }],
  },
  {
    name: "nine users whose sign-ins fail from one client",
    rule: users,
    alerts: [],
    events: failures(9, (index) => `u${index}`),
  },
  { name: "100 failures of one user", rule: user, alerts: [["nas", "admin", "", 100]], events: failures(100) },
  {
    name: "100 failures of one user within an hour",
    rule: user,
    alerts: [["nas", "admin", "", 100]],
    events: failures(100, undefined, 3590),
  },
  { name: "ten failures and a success of one user", rule: user, alerts: [], events: [...failures(10), succeeds] },
  { name: "99 failures of one user", rule: user, alerts: [], events: failures(99) },
  {
    name: "failed mounts",
    rule: user,
    alerts: [],
    events: failures(200).map((event) => ({ ...event, operation: "nfs_mount" })),
  },
];
