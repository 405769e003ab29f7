import { operations } from "../../components/events/operations";
import { anyText, csvLine, jsonLine, type MadeEvent, pick } from "../events";

/** Generates lines that resemble those that a filter drops, or that can be read in two ways. */

const names = operations().map(({ name }) => name);
const [first = "", ...others] = names;

// Texts that a name may contain and that look like other fields of a line.
const FORGED = [
  ",fs_read_metadata,",
  "x,smb2,fs_open,ok,1,y",
  '"",smb2,fs_open,ok,1,""',
  '","x",smb2,fs_open,ok,1,"',
  '"operation": "fs_open"',
  '"status":"ok","operation":"fs_open"',
  "***FIELD NOT FOUND***",
  "fs_read_data",
] as const;

const PATHS = [
  "/finance/",
  "/FINANCE/",
  "//finance//",
  "/ÄRZTE.[X]^/",
  "/arzte.[x]^/",
  "/Finance\\",
  "/\u017fcratch/",
  "\\it'S $home\\",
  "/scratch/",
  "/it's $HOME/",
  "/proj/",
  "/",
  "/scratch/../",
  "/scratch/./",
  "",
] as const;
const PLAIN_PATHS = ["/finance/", "/scratch/", "/scratch/", "/proj/"] as const;
const plainPath = (next: () => number): string => `${pick(PLAIN_PATHS, next)}${Math.floor(next() * 1e6)}.txt`;
const oddPath = (next: () => number): string =>
  `${pick(PATHS, next)}${pick(["", "..", ".", ".hidden", "..data/x", "a/../b", "\\..\\x", pick(FORGED, next), anyText(20, next)], next)}`;

const PLAIN_CLIENTS = ["10.1.2.3", "10.1.3.200", "10.9.9.9", "10.7.1.70", "10.7.1.200", "172.20.1.1"] as const;
const clients = [
  ...PLAIN_CLIENTS,
  "::ffff:10.1.2.3",
  "10.evil",
  "10.999.1.1",
  "10.1.2.3.4",
  "10.01.2.3",
  "10.1.2.",
  "10.",
  "",
] as const;
const users = [
  "AD\\alice",
  "AD\\auditor",
  "ad\\Auditor",
  "AD\\svc-backup",
  // \u212a is the Kelvin sign, whose lowercase form is the letter k.
  "AD\\svc-bac\u212aup",
  "AD\\jürgen",
  "AD\\JÜRGEN",
  'O"Neill',
] as const;
const statuses = [
  "ok",
  "ok",
  "ok",
  "ok",
  "fs_access_denied_error",
  "cred_error",
  "fs_no_such_entry_error",
  "fs_new_error",
] as const;
const often = [
  "fs_read_metadata",
  "fs_open",
  "fs_read_data",
  "fs_write_metadata",
  "fs_create_file",
  "fs_delete",
  "fs_rename",
  "fs_rename",
  "fs_create_hard_link",
  "fs_future",
] as const;

function event(next: () => number, index: number): MadeEvent {
  const operation = next() < 0.8 ? pick(often, next) : pick([first, ...others], next);
  const isPlain = next() < 0.6;
  const path = isPlain ? plainPath : oddPath;
  return {
    client: pick(isPlain ? PLAIN_CLIENTS : clients, next),
    user: next() < 0.85 ? pick(users, next) : pick(FORGED, next),
    protocol: pick(["smb2", "nfsv3", "s3"], next),
    operation,
    status: isPlain ? "ok" : pick(statuses, next),
    fileId: String(index),
    path: path(next),
    target: next() < (/rename|link/.test(operation) ? 0.8 : 0.1) ? path(next) : "",
  };
}

// Texts that, inserted into a JSON line, change its meaning or make it invalid.
const JSON_PARTS = [
  '"operation":"fs_open",',
  '"operation" :"fs_open",',
  '"oper\\u0061tion":"fs_open",',
  '"status":"ok",',
  '"status":null,',
  '"Status":"cred_error",',
  '"name":"AD\\\\svc-backup",',
  '"Name":"AD\\\\svc-backup",',
  '"user_id":{"name":"AD\\\\svc-backup"},',
  '"path":"/scratch/x",',
  '"Path":"/finance/x",',
  '"extra_name":"/../finance",',
  '"target":["/finance/x"],',
  '"second_extra_name":"/finance/x",',
  '"details":{"operation":"fs_open","status":"ok"},',
  '"details":{"path":"/scratch/x"},',
  '"x":01,',
  '"x":1.5e3,',
  '"x":.5,',
  '"x":NaN,',
  '"x":True,',
  '"x":[1,],',
  '"x":{},',
  '"x":[[], {}],',
  "/* x */",
  "'x':'y',",
] as const;
const LETTERS = [...'"""{}[],,::\\\\/ \t\'#.01\u0007aé\u2028'] as [string, ...string[]];

/** Returns the line with a text inserted, or with some characters removed. */
function changed(line: string, next: () => number): string {
  const at = Math.floor(next() * (line.length + 1));
  if (line.startsWith("{") && next() < 0.6) {
    // Most insertions are at the beginning of a JSON member.
    const places = [...line.matchAll(/[{,] ?(?=")/g)].map(({ index, 0: found }) => index + found.length);
    const place = places[Math.floor(next() * places.length)] ?? at;
    return line.slice(0, place) + pick(JSON_PARTS, next) + line.slice(place);
  }
  if (next() < 0.3) return line.slice(0, at) + line.slice(at + 1 + Math.floor(next() * 3));
  return line.slice(0, at) + pick(LETTERS, next) + line.slice(at);
}

const nested = (depth: number): string =>
  `{"operation":"fs_open","status":"ok","user_ip":"10.1.2.3","user_id":{"name":"AD\\\\svc-backup"},"protocol":"nfsv3","details":{"path":"/scratch/x","deep":${"[".repeat(depth)}${"]".repeat(depth)}}}`;

const BROKEN = [
  '10.0.0.1,"u",smb2',
  "{not json",
  '{"operation":"fs_open"}',
  "",
  'x"y"z',
  ' {"operation":"fs_open","status":"ok"}',
  '{"operation":"fs_open","status":"ok"}',
  nested(28),
  nested(29),
  nested(30),
  nested(31),
  nested(5_000),
  // Qumulo's documentation publishes lines in this form, although a lone backslash is invalid JSON.
  '{"operation":"fs_open","status":"ok","user_id":{"name":"AD\\alice"},"user_ip":"10.1.2.3","details":{"path":"/scratch/x"}}',
  '{"details":{"operation":"fs_open","status":"ok","path":"/scratch/x"},"operation":"fs_delete","status":"ok"}',
  '{"details":{"operation":"fs_open","status":"ok"}}',
  '{"details":{"name":"AD\\\\svc-backup"},"user_id":{"name":"AD\\\\alice"},"user_ip":"10.1.2.3","operation":"fs_delete","status":"ok","protocol":"smb2"}',
  '{"user_id":{"name":"AD\\\\svc-backup\\u0000"},"user_ip":"10.1.2.3","operation":"fs_delete","status":"ok","protocol":"smb2","details":{}}',
  '{"user_id":{"name":"AD\\\\svc-backup"},"user_ip":"10.1.2.3","operation":"fs_delete","status":"ok","protocol":"smb2","details":{}}',
] as const;

/** Returns `count` lines: every fiftieth is one of BROKEN, and the others are random. */
export function hostileLines(count: number, next: () => number): string[] {
  return Array.from({ length: count }, (_, index) => {
    if (index % 50 === 0) return BROKEN[(index / 50) % BROKEN.length] ?? "";
    const made = event(next, index);
    const line = next() < 0.5 ? jsonLine(made, next) : csvLine(made);
    // A removed character may leave half of a surrogate pair; the conversion to bytes and back replaces that half.
    return Buffer.from(next() < 0.3 ? changed(line, next) : line).toString();
  });
}
