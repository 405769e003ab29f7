import type { ReplayCase } from "../replayCase";

const by = (operation: string) => ({ at: 5, operation, protocol: "api", user: "admin", path: "x" });
const alert = (detection: string, count = 1) => [["nas", "admin", detection, count]];

export const administrationCases: readonly ReplayCase[] = [
  {
    name: "a changed audit destination",
    rule: "administration-high",
    alerts: alert("auditChanged", 2),
    events: [by("begin_audit_modify_syslog_config"), by("audit_modify_syslog_config")],
  },
  {
    name: "an audit operation that no list names",
    rule: "administration-high",
    alerts: alert("auditChanged"),
    events: [by("audit_delete_destination_v9")],
  },
  {
    name: "a node that stops sending audit events",
    rule: "administration-low",
    alerts: alert("auditChanged"),
    events: [by("remote_syslog_shutdown")],
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
    name: "a node that starts sending audit events again",
    rule: "administration-low",
    alerts: [],
    events: [by("remote_syslog_startup")],
  },
  {
    name: "reads of the configuration or of files",
    rule: "administration-medium",
    alerts: [],
    events: [by("auth_get_access_tokens"), by("s3_get_bucket_policy"), by("fs_sample"), by("fs_read_data")],
  },
];
