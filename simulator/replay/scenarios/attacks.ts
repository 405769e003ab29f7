import { type ReplayEvent, repeat } from "../../../components/detections/replayCase";
import { ATTACK, atRate, MINUTE } from "./scenario";

/** A client that nobody else uses. */
const ATTACKER = "10.20.9.66";
const EXTENSIONS = ["docx", "xlsx", "pdf", "dwg", "jpg"];

/** Returns the path of the file with this number. There are 40 files in a folder. */
const fileOf = (index: number): string =>
  `/projects/bridge/part-${Math.floor(index / 40)}/drawing-${index}.${EXTENSIONS[index % EXTENSIONS.length]}`;

/** Returns an event of an administrator who uses the cluster's API. */
const administration = (seconds: number, operation: string, path = ""): ReplayEvent => ({
  at: ATTACK + seconds,
  operation,
  path,
  user: "admin",
  client: ATTACKER,
  protocol: "api",
});

/**
 * Somebody who has an administrator's password deletes snapshots. Five minutes later, a client encrypts files in place and
 * renames them, 38 files a second: the average of ten measured families of ransomware (Splunk SURGe, March 2022). Each
 * folder gets a ransom note.
 */
export function ransomware(): ReplayEvent[] {
  const [rate, files, start] = [38, 760, 5 * MINUTE];
  const who = { user: "AD\\judith", client: "10.1.1.77", protocol: "smb3" };
  return [
    administration(0, "rest_login"),
    ...repeat(3, (index) => administration(20 + index * 5, "snapshot_delete_snapshot", `${index + 1}_daily`)),
    ...atRate(rate, files, start, (index) => ({ ...who, operation: "fs_write_data", path: fileOf(index) })),
    ...atRate(rate, files, start + 0.01, (index) => ({
      ...who,
      operation: "fs_rename",
      path: fileOf(index),
      target: `${fileOf(index)}.k7x2qd`,
    })),
    ...atRate(rate / 40, files / 40, start + 1, (index) => ({
      ...who,
      operation: "fs_create_file",
      path: `/projects/bridge/part-${index}/HOW_TO_DECRYPT.html`,
    })),
  ];
}

/** A person reads a project, tries to open letters in the personnel folder, and deletes some of the files that were read. */
export function insiderCopy(): ReplayEvent[] {
  const who = { user: "AD\\konrad", client: "10.1.1.78", protocol: "smb3" };
  const [files, reading] = [2_500, 30 * MINUTE];
  return [
    ...atRate(files / reading, files, 0, (index) => ({ ...who, operation: "fs_read_data", path: fileOf(index) })),
    ...atRate(2, 240, 10 * MINUTE, (index) => ({
      ...who,
      operation: "fs_open",
      status: "fs_access_denied_error",
      path: `/personnel/person-${Math.floor(index / 12)}/letter-${index}.pdf`,
    })),
    ...atRate(0.5, 260, reading + 5 * MINUTE, (index) => ({ ...who, operation: "fs_delete", path: fileOf(index) })),
  ];
}

/**
 * A script with a wrong path deletes a project over NFS as root. Four minutes after the script's start, an
 * administrator deletes another project.
 */
export function massDelete(): ReplayEvent[] {
  const script = { user: "0", client: "10.2.0.5", protocol: "nfs3" };
  return [
    ...atRate(12, 1_200, 0, (index) => ({ ...script, operation: "fs_delete", path: fileOf(index) })),
    administration(4 * MINUTE, "tree_delete_start", "/projects/tower/"),
  ];
}

/** Somebody who has an administrator's password changes the destination of the audit events. */
export function auditOff(): ReplayEvent[] {
  return [
    administration(0, "rest_login"),
    administration(30, "begin_audit_modify_syslog_config"),
    { at: ATTACK + 31, operation: "remote_syslog_shutdown", user: "system", client: "10.1.0.1", protocol: "internal" },
  ];
}

/** A client tries a password for 40 users, and then 30 wrong passwords and the right one for another user. */
export function bruteForce(): ReplayEvent[] {
  const signIn = { client: ATTACKER, protocol: "smb3", operation: "smb_login" };
  const failed = { ...signIn, status: "cred_error" };
  return [
    ...atRate(1 / 3, 40, 0, (index) => ({ ...failed, user: `AD\\user${index}` })),
    ...atRate(1 / 4, 30, 5 * MINUTE, () => ({ ...failed, user: "AD\\lena" })),
    { ...signIn, at: ATTACK + 8 * MINUTE, user: "AD\\lena" },
  ];
}
