import { describe, expect, it } from "vitest";
import {
  auditChanged,
  exposureChanged,
  platformTamper,
} from "../../../components/detections/administration/administration";
import type { Detection } from "../../../components/detections/detection";
import { type Exception, isExcepted } from "../../../components/detections/exceptions";
import { massDelete } from "../../../components/detections/massDelete/massDelete";
import { massRead } from "../../../components/detections/massRead/massRead";
import { kql } from "../../../components/kqlFile";
import { Database } from "../../../simulator/kql/run/database";

const database = new Database({ tables: {} });

/** The properties of an event that an exception may name. */
const EVENT = {
  user: "AD\\svc-mirror",
  name: "svc-mirror",
  sid: "S-1-5-21-1-2-3-1001",
  authId: "500",
  client: "10.1.2.7",
  family: "smb",
  path: "/mirror/a/b.txt",
  operation: "fs_delete",
  at: "2027-03-31T23:59:59Z",
};
const EXCEPTION = { detections: ["massDelete"], user: "ad\\SVC-mirror", path: "/mirror" };

/** Returns whether an event is kept, as `where not(isExcepted(…))` decides it. */
function isKept(
  exception: Exception,
  event: Partial<typeof EVENT> = {},
  detections: readonly Detection[] = [massDelete],
): boolean {
  const { user, name, sid, authId, client, family, path, operation, at } = { ...EVENT, ...event };
  const values = [user, name, sid, authId, client, family, path, operation].map((text) => kql(text));
  const query = `let isExcepted = ${isExcepted(detections, [exception])};\nprint X = 1 | where not(isExcepted(${values.join(", ")}, datetime(${at})))`;
  return database.run(query, new Date("2030-01-01")).rows.length === 1;
}

describe("an exception", () => {
  it("matches only events that have all its properties", () => {
    expect(isKept(EXCEPTION)).toBe(false);
    expect(isKept(EXCEPTION, { path: "/finance/a" })).toBe(true);
    expect(isKept(EXCEPTION, { user: "AD\\eve", name: "eve", sid: "S-9", authId: "9" })).toBe(true);
    expect(isKept({ ...EXCEPTION, client: "10.1.2.0/24" })).toBe(false);
    expect(isKept({ ...EXCEPTION, client: "10.1.3.0/24" })).toBe(true);
  });

  it.each(["svc-MIRROR", "ad\\svc-mirror", "s-1-5-21-1-2-3-1001", "500"])(
    "matches the user by each of its names, in any case: %s",
    (user) => {
      expect(isKept({ ...EXCEPTION, user })).toBe(false);
    },
  );

  it("matches a uid, which NFS clients use as the user's name", () => {
    const nfs = { user: "1042", name: "1042", sid: "", authId: "", family: "nfs" };
    expect(isKept({ ...EXCEPTION, user: "1042" }, nfs)).toBe(false);
    expect(isKept({ ...EXCEPTION, user: "104" }, nfs)).toBe(true);
  });

  it("matches a folder and everything in it, but no folder whose name only begins with the same letters", () => {
    expect(isKept(EXCEPTION, { path: "/mirror" })).toBe(false);
    expect(isKept({ ...EXCEPTION, path: "/mirror/" }, { path: "/mirror/a" })).toBe(false);
    expect(isKept(EXCEPTION, { path: "/mirror-2/a" })).toBe(true);
    expect(isKept(EXCEPTION, { path: "/a/mirror/b" })).toBe(true);
    expect(isKept(EXCEPTION, { path: "/mirror/../finance/a" })).toBe(true);
  });

  it("ignores the case of SMB paths, but not of NFS paths, where two names may differ only in case", () => {
    expect(isKept(EXCEPTION, { path: "/MIRROR/a" })).toBe(false);
    expect(isKept(EXCEPTION, { path: "/MIRROR/a", family: "nfs" })).toBe(true);
  });

  it("ends with its last day, by the time of the event", () => {
    const until = { ...EXCEPTION, until: "2027-03-31" };
    expect(isKept(until)).toBe(false);
    expect(isKept(until, { at: "2027-04-01T00:00:00Z" })).toBe(true);
  });

  it("with a client never matches an event whose client is not an IPv4 address", () => {
    const byClient = { detections: ["massDelete"], client: "10.1.2.0/24", path: "/mirror" };
    expect(isKept(byClient)).toBe(false);
    for (const client of ["", "fe80::1", "unknown"]) expect(isKept(byClient, { client })).toBe(true);
  });

  it("has no effect on other detections", () => {
    expect(isExcepted([massRead], [EXCEPTION])).toBeUndefined();
  });

  it("of one administration detection has no effect on the others, although they share a query", () => {
    const driver = { detections: ["exposureChanged"], user: "csi", client: "10.1.2.7/32" };
    const event = { user: "csi", name: "csi", family: "api" };
    const family = [exposureChanged, platformTamper];
    expect(isKept(driver, { ...event, operation: "nfs_create_export" }, family)).toBe(false);
    expect(isKept(driver, { ...event, operation: "begin_nfs_create_export" }, family)).toBe(false);
    expect(isKept(driver, { ...event, operation: "cluster_modify_config" }, family)).toBe(true);
    expect(isExcepted([auditChanged], [driver])).toBeUndefined();
  });
});
