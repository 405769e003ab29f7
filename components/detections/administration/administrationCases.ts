import type { ReplayCase } from "../replayCase";

const by = (operation: string) => ({ at: 5, operation, protocol: "api", user: "admin", path: "x" });
const stops = { at: 5, operation: "remote_syslog_shutdown", protocol: "internal", user: "system" };
const starts = { ...stops, operation: "remote_syslog_startup" };
const alert = (detection: string, count = 1) => [["nas", "admin", detection, count]];

export const administrationCases: readonly ReplayCase[] = [
  {
    name: "a changed audit destination",
    rule: "administration-high",
    alerts: alert("auditChanged", 2),
    events: [by("begin_audit_modify_syslog_config"), by("audit_modify_syslog_config")],
  },
  {
    name: "an audit operation with a new name, which begins as a listed one does",
    rule: "administration-high",
    alerts: alert("auditChanged"),
    events: [by("audit_delete_destination_v9")],
  },
  {
    name: "a node that stops sending audit events",
    rule: "administration-low",
    alerts: [["nas", "system", "auditChanged", 1]],
    events: [stops],
  },
  {
    name: "a node that stops sending audit events, even if it starts again",
    rule: "administration-low",
    alerts: [["nas", "system", "auditChanged", 1]],
    events: [stops, { ...starts, at: 600 }],
  },
  {
    name: "a node that has stopped twice and started to send audit events again more than half an hour later",
    rule: "administration-high",
    alerts: [["nas", "system", "auditChanged", 2]],
    events: [stops, { ...stops, at: 25 }, { ...starts, at: 1826 }],
  },
  {
    name: "a node that has not started to send audit events again, although another node has",
    rule: "administration-high",
    alerts: [["nas", "system", "auditChanged", 1]],
    events: [stops, { ...starts, at: 100, node: 2 }, { at: 2400, path: "/x" }],
  },
  {
    name: "nodes that start to send audit events again within half an hour, one after the other",
    rule: "administration-high",
    alerts: [],
    events: [
      stops,
      { ...starts, at: 1805 },
      { ...stops, at: 1810, node: 2 },
      { ...starts, at: 1900, node: 2 },
      { ...stops, node: 3, delay: 600 },
      { ...starts, at: 100, node: 3 },
      { at: 5000, path: "/a" },
    ],
  },
  {
    name: "a change of audit before a node starts to send audit events",
    rule: "administration-high",
    alerts: alert("auditChanged"),
    events: [by("audit_modify_syslog_config"), { ...starts, at: 100 }],
  },
  {
    name: "each of two snapshots that are deleted an hour apart",
    rule: "administration-high",
    alerts: [...alert("protectionWeakened"), ...alert("protectionWeakened")],
    events: [by("snapshot_delete_snapshot"), { ...by("snapshot_delete_snapshot"), at: 3605 }],
  },
  {
    name: "an operation whose name contains a listed name but does not begin with it",
    rule: "administration-high",
    alerts: [],
    events: [by("test_snapshot_delete_snapshot")],
  },
  {
    name: "a deleted snapshot",
    rule: "administration-high",
    alerts: alert("protectionWeakened"),
    events: [by("snapshot_delete_snapshot")],
  },
  {
    name: "a changed legal hold",
    rule: "administration-high",
    alerts: alert("protectionWeakened"),
    events: [by("fs_write_file_lock")],
  },
  {
    name: "a snapshot that has expired, or one that could not be deleted",
    rule: "administration-high",
    alerts: [],
    events: [
      { ...by("snapshot_delete_snapshot"), protocol: "internal", user: "system" },
      { ...by("snapshot_delete_snapshot"), status: "fs_access_denied_error" },
    ],
  },
  {
    name: "a changed clock",
    rule: "administration-high",
    alerts: alert("platformTamper"),
    events: [by("time_modify_config")],
  },
  {
    name: "a new export",
    rule: "administration-medium",
    alerts: alert("exposureChanged"),
    events: [by("nfs_create_export")],
  },
  {
    name: "a role that is assigned to a user",
    rule: "administration-medium",
    alerts: alert("identityChanged"),
    events: [by("auth_assign_role")],
  },
  {
    name: "a cluster that is halted",
    rule: "administration-medium",
    alerts: alert("platformTamper"),
    events: [by("shutdown_halt")],
  },
  {
    name: "a node that starts to send audit events",
    rule: "administration-low",
    alerts: [],
    events: [starts],
  },
  {
    name: "reads of the configuration or of files",
    rule: "administration-medium",
    alerts: [],
    events: [by("auth_get_access_tokens"), by("s3_get_bucket_policy"), by("fs_sample"), by("fs_read_data")],
  },
];
