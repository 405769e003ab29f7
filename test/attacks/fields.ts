import { random } from "../../simulator/random";
import { csvLine, jsonLine, type MadeEvent } from "../events";
import type { Outcome } from "./attack";
import type { Forwarder } from "./forwarder";
import { differences, matches, type Row, read } from "./reading";

/**
 * Texts that a name may contain and that look like syntax to the CSV or JSON parser, to a program that passes the line on,
 * or to one that displays it.
 */
const NAMES: readonly string[] = [
  // Text that looks like other fields.
  ",",
  ",fs_read_metadata,ok,1,",
  '"',
  '""',
  '","',
  '",smb2,fs_open,ok,1,"/a","',
  '"",smb2,fs_open,ok,1,"/a",""',
  '/a","/b',
  'x",""',
  '"\n',
  "\\",
  "\\\\",
  '\\"',
  "\\u0022,",
  "#042,#042",
  "'",
  // Text that looks like another format.
  "{",
  '{"operation":"fs_open","status":"ok"}',
  '","operation":"fs_open","status":"ok","x":"',
  '"status":"ok"',
  "[1,2]",
  "null",
  "1e400",
  // Text that looks as if the forwarder, rsyslogd or the agent had written it.
  ";",
  "%3B",
  "%25",
  "%253B;%3b;%",
  "#015",
  "#000",
  "\t",
  "peer=10.9.9.9 ",
  "- - - 10.0.0.1,",
  "qumulo: ",
  "qumulo-unverified",
  "<14>1 2026-11-23T08:15:30Z devnas-1 qumulo - - - x",
  "Nov 23 08:15:30 devnas-1 qumulo: x",
  "***FIELD NOT FOUND***",
  "%msg:::drop-last-lf%",
  "$!qumulo!path",
  "@cee: {}",
  // Text that other programs may execute or render.
  "$HOME $(id) `id`",
  "{{x}} %{x} %s %n",
  "=cmd|' /C calc'!A0",
  "<script>alert(1)</script>",
  "'; drop table Syslog; --",
  "| where 1 == 1 //",
  "[link](http://example.com)",
  // Unusual characters.
  " ",
  "\u00a0",
  "\u200b\u200d\ufeff",
  "\u202egpj.exe",
  "a\u0301",
  "\u212aelvin",
  "\uff0c\uff02",
  "日本語",
  "👩‍💻🎬",
  "\ufffd",
  "\u2028\u2029\u0085",
  "../../etc/passwd",
  "..\\..\\x",
  "CON",
  "a".repeat(255),
  `${"🎬".repeat(63)}`,
];

interface Forged {
  readonly attack: string;
  readonly line: string;
  readonly wanted: Row;
}

/**
 * Returns one event per text and format. An event's user name and both paths contain the text, so only the file id
 * identifies the event.
 */
function events(): Forged[] {
  const next = random(3);
  return NAMES.flatMap((name, index) =>
    (["csv", "json"] as const).map((form): Forged => {
      const isJson = form === "json";
      // The text as a cluster would send it: without line breaks in CSV, and without control characters in user names.
      const text = isJson ? name : name.replaceAll("\n", "");
      const event: MadeEvent = {
        client: "10.1.2.3",
        user: `AD\\${text.replace(/[\t\n]/g, "_")}x`,
        protocol: "smb2",
        operation: "fs_rename",
        status: "fs_access_denied_error",
        fileId: `${index}${isJson ? "000" : "001"}`,
        path: `/a/${text}`,
        target: `/${text}/b`,
      };
      return {
        attack: `names in ${form} that contain ${JSON.stringify(name).slice(0, 50)}`,
        line: isJson ? jsonLine(event, next) : csvLine(event),
        wanted: {
          ClientIP: event.client,
          UserID: event.user,
          Protocol: event.protocol,
          Operation: event.operation,
          OperationStatus: event.status,
          FileId: event.fileId,
          FilePath: event.path,
          TargetPath: event.target,
          ParseStatus: form,
          SenderVerified: true,
          IsSuccess: false,
          OperationClass: "rename",
        },
      };
    }),
  );
}

const members = {
  user_ip: '"user_ip":"10.1.2.3"',
  user_id: '"user_id":{"sid":"S-1","auth_id":"5","name":"AD\\\\alice"}',
  protocol: '"protocol":"smb2"',
  operation: '"operation":"fs_delete"',
  status: '"status":"ok"',
};
const json = (...parts: readonly string[]): string => `{${parts.join(",")}}`;

/** JSON with unusual keys, values or spaces. QumuloEvents must ignore keys that are misplaced or misspelt. */
const STRUCTURES: readonly (readonly [what: string, line: (id: string) => string, wanted?: Row])[] = [
  [
    "operation and status within the details",
    (id) =>
      json(
        `"details":{"file_id":"${id}","operation":"fs_open","status":"cred_error","path":"/a"}`,
        ...Object.values(members),
      ),
  ],
  [
    "a user within the details",
    (id) =>
      json(
        `"details":{"file_id":"${id}","user_id":{"name":"root"},"name":"root","path":"/a"}`,
        ...Object.values(members),
      ),
  ],
  [
    "a client within the user",
    (id) =>
      json(
        members.operation,
        members.status,
        members.protocol,
        members.user_ip,
        '"user_id":{"user_ip":"10.9.9.9","name":"AD\\\\alice","sid":"S-1"}',
        `"details":{"file_id":"${id}","path":"/a"}`,
      ),
  ],
  [
    "details within the details",
    (id) =>
      json(
        ...Object.values(members),
        `"details":{"details":{"path":"/b","file_id":"1"},"file_id":"${id}","path":"/a"}`,
      ),
  ],
  [
    "keys in uppercase",
    (id) =>
      json(
        '"Operation":"fs_open"',
        '"STATUS":"cred_error"',
        ...Object.values(members),
        `"details":{"Path":"/b","file_id":"${id}","path":"/a"}`,
      ),
  ],
  [
    "keys with spaces around them",
    (id) =>
      json(
        '" operation":"fs_open"',
        '"operation ":"fs_open"',
        ...Object.values(members),
        `"details":{"file_id":"${id}","path":"/a"}`,
      ),
  ],
  [
    "a second path within a list",
    (id) => json(...Object.values(members), `"details":{"file_id":"${id}","path":"/a","x":["/b",{"path":"/c"}]}`),
  ],
  [
    "a number of 97 bits",
    (id) =>
      json(
        ...Object.values(members),
        `"details":{"file_id":"${id}","path":"/a","size":140624751830626345080086044861}`,
      ),
  ],
  [
    "JavaScript property names as keys",
    (id) =>
      json(
        '"__proto__":{"operation":"fs_open"}',
        '"constructor":1',
        ...Object.values(members),
        `"details":{"__proto__":{"path":"/b"},"file_id":"${id}","path":"/a"}`,
      ),
  ],
  [
    "spaces and tabs between its parts",
    (id) =>
      json(...Object.values(members), `"details":{"file_id":"${id}","path":"/a"}`)
        .replaceAll('":', '" :\t ')
        .replaceAll(',"', ' ,  "'),
  ],
  ["escaped slashes", (id) => json(...Object.values(members), `"details":{"file_id":"${id}","path":"\\/a"}`)],
  ["escaped letters", (id) => json(...Object.values(members), `"details":{"file_id":"${id}","path":"\\u002fa"}`)],
  [
    "an escaped key beside the real one",
    (id) =>
      json(
        '"oper\\u0061tio\\u006e2":"fs_open"',
        ...Object.values(members),
        `"details":{"file_id":"${id}","path":"/a"}`,
      ),
  ],
];

const structures: Forged[] = STRUCTURES.map(([what, line], index) => {
  const id = `9000${index}9`;
  return {
    attack: `JSON with ${what}`,
    line: line(id),
    wanted: {
      FileId: id,
      ClientIP: "10.1.2.3",
      UserID: "AD\\alice",
      Operation: "fs_delete",
      OperationStatus: "ok",
      FilePath: "/a",
      SenderVerified: true,
    },
  };
});

/**
 * Carries out every attack through event fields: sends each line through a real rsyslogd, and reads the event from both
 * tables.
 */
export async function tryFields(forwarder: Forwarder): Promise<Outcome[]> {
  const forged = [...events(), ...structures];
  const socket = await forwarder.session("devnas-1");
  for (const { line } of forged) socket.write(`<14>1 2026-11-23T08:15:30Z devnas-1 qumulo - - - ${line}\n`);
  socket.end();
  await forwarder.arrived(forged.map(({ wanted }) => String(wanted.FileId)));
  const { syslog, parsed } = read(forwarder.rows);
  return forged.map(({ attack, wanted }) => {
    const broken = [syslog, parsed].map((rows) => verdict(rows, wanted)).find((one) => one !== undefined);
    return { kind: "forged fields", attack, broken };
  });
}

function verdict(rows: readonly Row[], wanted: Row): string | undefined {
  const own = rows.filter(
    ({ FileId, RawMessage }) => FileId === wanted.FileId || String(RawMessage).includes(String(wanted.FileId)),
  );
  const [only] = own;
  if (only === undefined || own.length > 1) return `the event is in ${own.length} rows`;
  return matches(only, wanted) ? undefined : differences(only, wanted);
}
