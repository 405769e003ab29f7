import { deflateSync } from "node:zlib";

/** The node from which an attack comes, with functions that return its lines. */
export class Node {
  readonly name: string;
  constructor(readonly number: number) {
    this.name = `devnas-${number}`;
  }
  /** Returns a path that only this node's events contain, so that rows can be attributed to the attack. */
  path = (name: string): string => `/n${this.number}/${name}`;
  body = (name = "it", { user = "AD\\alice" } = {}): string =>
    `10.0.0.1,"${user}",smb2,fs_delete,ok,17,"${this.path(name)}",""`;
  json = (name = "it"): string =>
    `{"user_ip":"10.0.0.1","user_id":{"name":"AD\\\\alice"},"protocol":"smb2","operation":"fs_delete","status":"ok","details":{"path":"${this.path(name)}","file_id":"17"}}`;
  /** Returns a complete line without its line end. The parts of the header in `header` replace the default ones. */
  line(body = this.body(), header: Partial<Header> = {}): string {
    const { front, time, host, app, behind } = { ...HEADER, host: this.name, ...header };
    return `${front}${time} ${host} ${app} ${behind}${body}`;
  }
}
interface Header {
  readonly front: string;
  readonly time: string;
  readonly host: string;
  readonly app: string;
  readonly behind: string;
}
const HEADER = { front: "<14>1 ", time: "2026-11-23T08:15:30.5Z", app: "qumulo", behind: "- - - " };

/**
 * The row that the attack's bytes must cause: the deletion as sent (`event`), any row that contains the node's path
 * (`text`), the deletion from an unverified sender (`unverified`), no particular row (`any`), or a row with the given
 * columns. After every attack, the node's next event must arrive unchanged, and no verified event may be forged.
 */
export type Wanted = "event" | "text" | "unverified" | "any" | Readonly<Record<string, unknown>>;

export interface BytesAttack {
  readonly attack: string;
  /** Returns the bytes to write, each part in its own packet. */
  readonly parts: (node: Node) => readonly (string | Buffer)[];
  readonly wanted: Wanted;
  /** How the session ends after the bytes. If `ends` is set, the node's next event is sent in a new session. */
  readonly ends?: "closed" | "reset";
}
const attacks: BytesAttack[] = [];
const add = (attack: string, wanted: Wanted, parts: BytesAttack["parts"], ends?: "closed" | "reset"): void =>
  void attacks.push({ attack, wanted, parts, ...(ends === undefined ? {} : { ends }) });
const line = (attack: string, wanted: Wanted, text: (node: Node) => string): void =>
  add(attack, wanted, (node) => [`${text(node)}\n`]);

// Attacks on the beginning and end of a line.
const counted = (text: string, more = 0): string => `${Buffer.byteLength(text) + more} ${text}`;
add("a frame that begins with its length", "event", (node) => [counted(node.line())]);
add("a frame whose length is one too small", "text", (node) => [`${counted(node.line(), -1)}\n`]);
add("a frame whose length includes part of the next line", "text", (node) => [`${counted(node.line(), 5)}\nxxx\n`]);
add("a frame of length 0", "any", (node) => [`0 ${node.line()}\n`], "closed");
add("a frame longer than any machine's memory", "any", (node) => [`99999999999 ${node.line()}\n`], "closed");
add("a frame with a negative length", "any", (node) => [`-5 ${node.line()}\n`], "closed");
add("a frame of which only the length arrives", "any", () => ["400"], "closed");
add("an event without a line end, then the end of the session", "event", (node) => [node.line()], "closed");
add("half an event, then the end of the session", "any", (node) => [node.line().slice(0, 40)], "closed");
add("half an event, then a reset of the session", "any", (node) => [node.line().slice(0, 60)], "reset");
add("one byte per packet", "event", (node) => [...Buffer.from(`${node.line()}\n`)].map((byte) => Buffer.from([byte])));
add("a letter of three bytes in three packets", { FilePath: /\/日it$/ }, (node) => {
  const [before = "", after = ""] = node.line(node.body("日it")).split("日");
  const letter = Buffer.from("日");
  return [
    Buffer.concat([Buffer.from(before), letter.subarray(0, 1)]),
    letter.subarray(1, 2),
    letter.subarray(2),
    `${after}\n`,
  ];
});
add("three events in one packet", "event", (node) => [
  `${node.line()}\n${node.line(node.body("x"))}\n${node.line(node.body("y"))}\n`,
]);
add("a thousand empty lines", "event", (node) => [`${"\n".repeat(1_000)}${node.line()}\n`]);
add("a thousand lines of CR and LF", "event", (node) => [`${"\r\n".repeat(1_000)}${node.line()}\n`]);
add("CR and LF at the end", "event", (node) => [`${node.line()}\r\n`]);
add("CR and LF at the end, in two packets", "event", (node) => [`${node.line()}\r`, "\n"]);
add("CR and LF at the end of JSON", "event", (node) => [`${node.line(node.json())}\r\n`]);
add("CR within a path", { FilePath: /\/a#015it$/ }, (node) => [`${node.line(node.body("a\rit"))}\n`]);
add("NUL instead of LF", "text", (node) => [`${node.line()}\0${node.line(node.body("forged-not"))}\n`]);

// Attacks with control characters and invalid bytes.
for (const code of [0x01, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x1f])
  line(
    `the control character ${code} in a path`,
    { FilePath: new RegExp(`/a#${code.toString(8).padStart(3, "0")}it$`) },
    (node) => node.line(node.body(`a${String.fromCharCode(code)}it`)),
  );
line("DEL in a path", { FilePath: /\/a\u007fit$/ }, (node) => node.line(node.body("a\x7fit")));
line("a tab in a path", { FilePath: /\/a\tit$/ }, (node) => node.line(node.body("a\tit")));
line("NUL before a line", "event", (node) => `\0${node.line()}`);
line("NUL within the header's host", "any", (node) => node.line(node.body(), { host: `dev\0nas-${node.number}` }));
line("NUL after the app-name", "any", (node) => node.line(node.body(), { app: "qumulo\0" }));
line("NUL before the body", "text", (node) => node.line(`\0${node.body()}`));
line("NUL within a user", { UserID: "AD\\al#000ice", FilePath: /\/it$/ }, (node) =>
  node.line(node.body("it", { user: "AD\\al\0ice" })),
);
line("NUL within a path", { FilePath: /\/a#000it$/ }, (node) => node.line(node.body("a\0it")));
line("NUL at the end of a line", "text", (node) => `${node.line()}\0`);
line("a thousand NULs in a path", { FilePath: /\/a(#000){1000}it$/ }, (node) =>
  node.line(node.body(`a${"\0".repeat(1_000)}it`)),
);
line("a byte order mark before a line", "event", (node) => `\ufeff${node.line()}`);
line("a byte order mark before the body", "event", (node) => node.line(`\ufeff${node.body()}`));
line("a byte order mark within a path", { FilePath: /\/a\ufeffit$/ }, (node) => node.line(node.body("a\ufeffit")));
for (const [what, bytes] of [
  ["a lone continuation byte", [0x80]],
  ["bytes of another code page", [0xe9, 0x20, 0xff]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["half a character", [0xf0, 0x9f, 0x8e]],
  ["half a surrogate pair", [0xed, 0xa0, 0x80]],
  ["a code point beyond Unicode", [0xf5, 0x80, 0x80, 0x80]],
] as const)
  add(`${what} in a path`, { FilePath: /\/a\ufffd+( \ufffd)?it$/, Operation: "fs_delete" }, (node) => {
    const [before = "", after = ""] = node.line(node.body("aXXit")).split("XX");
    return [Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(`${after}\n`)])];
  });
add("the first byte of a character before a quote", { Operation: "fs_delete" }, (node) => {
  const [before = "", after = ""] = node.line(node.body("aXX")).split("XX");
  return [Buffer.concat([Buffer.from(before), Buffer.from([0xe2]), Buffer.from(`${after}\n`)])];
});
add("a line of UTF-16", "any", (node) => [Buffer.from(`${node.line()}\n`, "utf16le"), "\n"]);
line("characters that end lines in other formats", { FilePath: /\/a\u2028\u2029\u0085it$/ }, (node) =>
  node.line(node.body("a\u2028\u2029\u0085it")),
);
line("control sequences of a terminal", { FilePath: /\/a#033\[2J#033\]0;it$/ }, (node) =>
  node.line(node.body("a\u001b[2J\u001b]0;it")),
);

// Attacks on the header.
for (const front of ["<0>1 ", "<191>1 ", "<134>1 ", "<13>1 "])
  line(`the priority of '${front}'`, "event", (node) => node.line(node.body(), { front }));
for (const front of [
  "<192>1 ",
  "<999>1 ",
  "<014>1 ",
  "<-1>1 ",
  "<>1 ",
  "14>1 ",
  "<14> 1 ",
  "<14>",
  "<14>2 ",
  "<14>10 ",
  "<14>1\t",
  "<14>1  ",
  " <14>1 ",
  "<14>1<14>1 ",
])
  line(`a header that begins with '${front}'`, "any", (node) => node.line(node.body(), { front }));
add(
  "a header without a priority, which is read as a length",
  "any",
  (node) => [`${node.line(node.body(), { front: "" })}\n`],
  "closed",
);
for (const [time, EventTime] of [
  ["2026-11-23t08:15:30z", "2026-11-23T08:15:30.0000000Z"],
  ["2026-11-23T08:15:30+0000", "2026-11-23T08:15:30.0000000Z"],
  ["2026-11-23T08:15:30.123456789Z", "2026-11-23T08:15:30.1234560Z"],
  ["2026-11-23T08:15:30.1234567Z", "2026-11-23T08:15:30.1234560Z"],
  ["2026-11-23T20:15:30+12:00", "2026-11-23T08:15:30.0000000Z"],
  ["2026-11-23T08:15:30-00:00", "2026-11-23T08:15:30.0000000Z"],
] as const)
  line(`the time ${time}`, { EventTime, TimeStatus: "event", FilePath: /\/it$/, SenderVerified: true }, (node) =>
    node.line(node.body(), { time }),
  );
for (const time of [
  "-",
  "2026-11-23T08:15:30",
  "2100-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "2026-02-30T08:15:30Z",
  "2026-13-01T08:15:30Z",
  "2026-11-23T24:00:00Z",
  "2026-11-23T08:15:60Z",
  "2026-11-23T08:15:30.Z",
  "2026-11-23",
  "1763885730",
  "0000-00-00T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "2026-11-23T08:15:30+99:99",
  "2026-11-23T08:15:30,5Z",
])
  line(
    `the time ${time}`,
    { FilePath: /\/it$/, Operation: "fs_delete", SenderVerified: true, EventTime: /^\d{4}-/ },
    (node) => node.line(node.body(), { time }),
  );
line("a host in uppercase", "event", (node) => node.line(node.body(), { host: node.name.toUpperCase() }));
for (const host of [
  "other-1",
  "-",
  "devnas",
  "devnas-",
  "xdevnas-1",
  "devnas-1.example.com",
  "devnas-1x",
  "devnas2-1",
  "127.0.0.1",
  "::1",
  "a".repeat(255),
  "%HOSTNAME%",
  "devnas-1'",
  '"devnas-1"',
])
  line(`the host '${host.slice(0, 20)}', which does not belong to the sender`, "unverified", (node) =>
    node.line(node.body(), { host }),
  );
for (const app of [
  "Qumulo",
  "QUMULO",
  "qumulo-escaped",
  "qumulo-unverified",
  "qumulo-forwarder",
  "qumulo;",
  "qumulox",
  "-",
  "a".repeat(100),
  "qumulo/",
  "qumulo:",
])
  line(`the app-name '${app.slice(0, 20)}'`, "any", (node) => node.line(node.body("forged"), { app }));
for (const behind of [
  "1 - - ",
  "- ID47 - ",
  '- - [a b="c"] ',
  '- - [a b="\\"\\] "] ',
  '- - [a b="c"][b@1 d="e"] ',
  `- - [a b="${"x".repeat(5_000)}"] `,
])
  line(`'${behind.slice(0, 30)}' between app-name and body`, "event", (node) => node.line(node.body(), { behind }));
line("structured data that contains another event", "event", (node) =>
  node.line(node.body(), { behind: `- - [a b="${node.body("forged").replaceAll('"', '\\"')}"] ` }),
);
for (const behind of ['- - [a b="\\"] "] ', '- - [a b="c" ', "- - [] ", "- - [ ", "- -", "-", ""])
  line(`'${behind}' between app-name and body`, "text", (node) => node.line(node.body(), { behind }));

// Attacks on the body.
line("an empty body", "any", (node) => node.line(""));
line("a body of spaces", "any", (node) => node.line("     "));
line("two spaces before the body", "event", (node) => node.line(`  ${node.body()}`));
line("a body that claims a peer address", { FilePath: /\/it$/, PeerIpAddr: "", SenderVerified: true }, (node) =>
  node.line(`peer=10.9.9.9 ${node.body()}`),
);
line("a path that contains a complete line", { FilePath: /\/<14>1 .*qumulo - - - x$/ }, (node) =>
  node.line(node.body("<14>1 2026-11-23T08:15:30Z devnas-1 qumulo - - - x")),
);
line("a path of rsyslog's property names", { FilePath: /\/%msg% \$msg \$! %\$!all-json% it$/ }, (node) =>
  node.line(node.body("%msg% $msg $! %$!all-json% it")),
);
line("a path that contains an encoded semicolon", { FilePath: /\/%3B;%25%it$/ }, (node) =>
  node.line(node.body("%3B;%25%it")),
);
line("JSON after a cookie of another format", "text", (node) => node.line(`@cee: ${node.json()}`));
line("an event right after an event", "text", (node) => node.line(`${node.body()}${node.body("forged-not")}`));
line("an event right after an event in JSON", "text", (node) => node.line(`${node.json()}${node.json("forged-not")}`));
line("a note that a line was repeated", "any", (node) => node.line("last message repeated 5 times"));
line("a line of the greatest accepted length", { FilePath: /^\/n\d+\/a{30000}$/, ParseStatus: /^csv/ }, (node) =>
  node.line(`${node.body(`${"a".repeat(30_000)}`).slice(0, -2)}"/${"b".repeat(370_000 - 30_000)}"`),
);
line("a line longer than accepted", { Operation: "fs_delete", ParseStatus: "csv-cut" }, (node) =>
  node.line(node.body("a".repeat(500_000))),
);
line("a line of 8 MB", { Operation: "fs_delete", ParseStatus: "csv-cut" }, (node) =>
  node.line(node.body("a".repeat(8_000_000))),
);
line("a long line whose rest looks like an event", { Operation: "fs_delete", ParseStatus: "csv-cut" }, (node) =>
  node.line(node.body(`${"a".repeat(409_600)}${node.line(node.body("forged")).repeat(20)}`)),
);
line("JSON with 100,000 levels", "text", (node) => node.line(`{"x":"${node.path("it")}","a":${"[".repeat(100_000)}`));
line("JSON with 20,000 members", { Operation: "fs_delete", ParseStatus: "json-cut" }, (node) =>
  node.line(`${node.json().slice(0, -1)}${Array.from({ length: 20_000 }, (_, at) => `,"k${at}":1`).join("")}}`),
);

// Attacks with other protocols.
add(
  "a TLS handshake",
  "any",
  () => [Buffer.from("16030100c8010000c40303", "hex"), Buffer.alloc(200, 0x41), "\n"],
  "closed",
);
add("an HTTP request", "any", () => ["GET / HTTP/1.1\r\nHost: x\r\n\r\n"]);
add("an SSH greeting", "any", () => ["SSH-2.0-OpenSSH_9.6\r\n"]);
add("a RELP opening", "any", () => ["1 open 10 relp_version=0\n"], "closed");
add("a megabyte of zeros", "any", () => [Buffer.alloc(1_000_000), "\n"]);
add("a compressed event", "any", (node) => {
  const packed = Buffer.concat([Buffer.from("z"), deflateSync(node.line(node.body("it")))]);
  return [Buffer.concat([Buffer.from(`${packed.length} `), packed])];
});
add("200 MB of zeros, compressed to 200 KB", "any", () => {
  const packed = Buffer.concat([Buffer.from("z"), deflateSync(Buffer.alloc(200_000_000))]);
  return [Buffer.concat([Buffer.from(`${packed.length} `), packed])];
});

/** All byte-level attacks, and the rows that they must cause. */
export const bytesAttacks: readonly BytesAttack[] = attacks;
