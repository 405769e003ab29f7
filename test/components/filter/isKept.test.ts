import { describe, expect, it } from "vitest";
import { transform } from "../../../components/events/parsedTable";
import { jsonForm, KEY_TWICE } from "../../../components/filter/exactForms";
import { isKept } from "../../../components/filter/isKept";
import { type FilterRule, KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";

const excluding = (rule: FilterRule) => ({ ...KEEP_EVERYTHING, exclude: [rule] });
const csv = ({ client = "10.1.2.3", user = "AD\\bob", operation = "fs_rename", path = "/scratch/x", target = "" }) =>
  `${client},"${user}",smb2,${operation},ok,1,"${path}","${target}"`;

describe("a rule that drops events below /scratch/", () => {
  const filter = excluding({ pathPrefixes: ["/scratch/"] });
  it.each([
    { path: "/scratch/x", operation: "fs_delete" },
    { path: "/scratch/x", target: "/scratch/y" },
    { path: "/scratch/.x", target: "/scratch/..y" },
  ])("drops events that concern only this folder: %j", (event) => {
    expect(isKept(filter, csv(event))).toBe(false);
  });

  it.each([
    { path: "/scratch/x", target: "/finance/pay.xlsx" },
    { path: "/finance/pay.xlsx", target: "/scratch/x" },
    { path: "/scratch/x", target: "/finance/pay.xlsx", operation: "fs_create_hard_link" },
    { path: "/scratch/../finance/pay.xlsx", operation: "fs_delete" },
    { path: "/scratch/./x", operation: "fs_delete" },
    { path: "/scratch/..", operation: "fs_delete" },
    { path: "/scratch/x", target: "/scratch/../finance/pay.xlsx" },
    { path: "/scratch/\\..\\finance", operation: "fs_delete" },
    { path: '/scratch/12"" x', target: "/finance/x" },
    { path: "/scratch/x", operation: "fs_new_delete" },
  ])("keeps events that may concern another folder, or whose operation is unknown: %j", (event) => {
    expect(isKept(filter, csv(event))).toBe(true);
  });
});

describe("an exclude rule", () => {
  it.each([
    ["10.1.2.3", false],
    ["10.evil", true],
    ["10.999.1.1", true],
    ["10.", true],
    ["10.01.2.3", true],
    ["::ffff:10.1.2.3", true],
    ["", true],
  ])("with clientCidrs 10.0.0.0/8 and an event of the client '%s': isKept returns %s", (client, kept) => {
    expect(isKept(excluding({ clientCidrs: ["10.0.0.0/8"] }), csv({ client }))).toBe(kept);
  });

  it.each([
    ["AD\\bob", false],
    ["ad\\BOB", false],
    ["AD\\bob\0", true],
    ["AD\\bob#000", true],
    ["AD\\bob ", true],
  ])("with the user AD\\bob and an event of the user %j: isKept returns %s", (user, kept) => {
    expect(isKept(excluding({ users: ["AD\\bob"] }), csv({ user }))).toBe(kept);
  });

  it("with the user AD\\kim does not match a name with the Kelvin sign", () => {
    expect(isKept(excluding({ users: ["AD\\kim"] }), csv({ user: "AD\\\u212aim" }))).toBe(true);
  });
});

describe("a JSON event", () => {
  const json = (text: string) => `{${text},"user_ip":"10.1.2.3","user_id":{"name":"AD\\\\bob"},"protocol":"smb2"}`;
  const filter = { ...excluding({ users: ["AD\\bob"] }), keep: "noNoise" as const };
  it.each([
    ['"operation":"fs_open","status":"ok","details":{}', false],
    ['"details":{"operation":"fs_open","status":"ok"},"operation":"fs_delete","status":"ok"', true],
    ['"operation":"fs_open","operation":"fs_delete","status":"ok","details":{}', true],
    ['"operation":"fs_delete","status":"ok","details":{"path":"/a"}', false],
    ['"operation":"fs_delete","status":"ok","details":{"path":"/a","path":"/b"}', true],
    ['"operation":"fs_delete","status":"ok","details":{"name":"AD\\\\carol"}', true],
    ['"operation":"fs_delete","status":"ok","details":{"Name":"AD\\\\carol"}', true],
    ['"operation":"fs_delete","status":"ok","details":{"path":"/a\\u0000"}', true],
    ['"operation":"fs_delete","status":null,"details":{}', true],
    [`"operation":"fs_delete","status":"ok","details":${"[".repeat(5_000)}${"]".repeat(5_000)}`, true],
  ])("%.80s makes isKept return %s", (text, kept) => {
    expect(isKept(filter, json(text))).toBe(kept);
  });

  it("is parsed by the transformation only if rules can read its form", () => {
    for (const form of [jsonForm("re2"), KEY_TWICE]) expect(transform(KEEP_EVERYTHING)).toContain(`@'${form}'`);
  });
});
