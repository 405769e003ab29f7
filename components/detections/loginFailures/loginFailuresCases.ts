import { type ReplayCase, spread } from "../replayCase";

const [success, users, user] = ["loginFailures-success", "loginFailures-users", "loginFailures-user"] as const;
const failures = (count: number, name: (index: number) => string = () => "admin") =>
  spread(count, 300, (index) => ({
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
    alerts: [["nas", "admin", "", 10]],
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
    name: "ten users whose sign-ins fail from one client",
    rule: users,
    alerts: [["nas", "several", "10.0.0.1", 10]],
    events: failures(10, (index) => `u${index}`),
  },
  {
    name: "nine users whose sign-ins fail from one client",
    rule: users,
    alerts: [],
    events: failures(9, (index) => `u${index}`),
  },
  { name: "100 failures of one user", rule: user, alerts: [["nas", "admin", "", 100]], events: failures(100) },
  { name: "99 failures of one user", rule: user, alerts: [], events: failures(99) },
  {
    name: "failed mounts",
    rule: user,
    alerts: [],
    events: failures(200).map((event) => ({ ...event, operation: "nfs_mount" })),
  },
];
