import type { ReplayCase } from "../replayCase";

const rule = "adminFromElsewhere-high";
const change = { at: 5, operation: "nfs_create_export", protocol: "api", user: "admin", path: "/x" };

/** The cases for the setting `detections.adminCidrs: ["10.5.0.0/16"]`. */
export const adminFromElsewhereCases: readonly ReplayCase[] = [
  {
    name: "a change from outside the administrators' ranges",
    rule,
    alerts: [["nas", "admin", "10.6.0.1", 1]],
    events: [{ ...change, client: "10.6.0.1" }],
  },
  {
    name: "a sign-in to the API from outside the administrators' ranges",
    rule,
    alerts: [["nas", "admin", "10.6.0.1", 1]],
    events: [{ ...change, client: "10.6.0.1", operation: "rest_login" }],
  },
  {
    name: "a change from an IPv6 address",
    rule,
    alerts: [["nas", "admin", "fd00::7", 1]],
    events: [{ ...change, client: "fd00::7" }],
  },
  {
    name: "changes from the administrators' ranges or by the cluster itself, or a file read from outside the ranges",
    rule,
    alerts: [],
    events: [
      { ...change, client: "10.5.0.1" },
      { ...change, client: "::ffff:10.5.0.2" },
      { ...change, client: "127.0.0.1" },
      { ...change, client: "10.6.0.1", protocol: "internal" },
      { at: 6, client: "10.6.0.1", path: "/x" },
      { at: 7, client: "10.6.0.1", path: "/x", protocol: "api" },
    ],
  },
];
