import { MOST_TRANSFORM_CHARACTERS } from "../../components/collection/dataFlows";
import { PARSED_COLUMNS, transform } from "../../components/events/parsedTable";
import { isKept } from "../../components/filter/isKept";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../components/filter/noiseFilter";
import { transformErrors } from "../../simulator/kql/transformErrors";
import { random } from "../../simulator/random";
import { SYSLOG_STREAM } from "../../simulator/workspace/syslog";
import { csvLine, jsonLine } from "../events";
import { stackConfig } from "../exampleStacks";
import type { Outcome } from "./attack";
import type { Forwarder } from "./forwarder";
import { tryWrongSettings } from "./wrongSettings";

/**
 * Texts that a filter rule may contain and that have a special meaning in rsyslog, KQL, YAML, shells or regular expressions.
 */
const TEXTS: readonly string[] = [
  "'",
  "''",
  "\\",
  "\\'",
  "a\\",
  "') then stop #",
  "'] or 1 == 1 or $msg == ['",
  "@'",
  ") or true //",
  "') or true | where ('' == '",
  "$HOME",
  "$(id)",
  "`id`",
  "%msg%",
  "$!x",
  "{{x}}",
  "#",
  " # x",
  ": |",
  "- x",
  "*",
  ".*",
  "^",
  "[a-z]",
  "(",
  "a|b",
  "*/",
  "//",
  "AD\\svc",
  "AD\\jürgen",
  "\u212a",
  "日本",
  "🎬",
  "\u202e",
  "\u2028",
  "\ufeff",
  "\u00a0",
  "<%= x %>",
  "@filter@",
  "@senders@",
  "__SPOOL__",
  "\\n",
  "\\x27",
  "&",
  "!",
  "~",
  "a".repeat(200),
];

const rule = (user: boolean): NoiseFilter["exclude"][number] =>
  user ? { users: TEXTS } : { pathPrefixes: TEXTS.map((text, index) => `/${index}/${text}/`) };
const FILTER: NoiseFilter = { ...KEEP_EVERYTHING, exclude: [rule(true), rule(false)] };

export const SETTINGS_STACK = stackConfig({
  clusters: [{ name: "nas", nodeCidrs: ["10.1.2.0/24"] }],
  forwarder: { count: 0 },
  arc: { endpointAddress: "192.168.10.20" },
  events: FILTER,
});

const id = (index: number): string => `80${String(index).padStart(4, "0")}08`;

/** Tries settings that must be refused, and filter rules whose texts must be matched literally. */
export async function trySettings(forwarder: Forwarder): Promise<Outcome[]> {
  const errors = transformErrors(transform(FILTER), {
    stream: SYSLOG_STREAM,
    table: PARSED_COLUMNS,
    mostCharacters: MOST_TRANSFORM_CHARACTERS,
  });
  return [...tryWrongSettings(), ...(await literal(forwarder, errors))];
}

/**
 * Uses each text as a rule's user and as another rule's path. rsyslogd and the filter's definition must agree on events
 * with this text, and must keep events in which the text has one more letter.
 */
async function literal(forwarder: Forwarder, mistakes: readonly string[]): Promise<Outcome[]> {
  const next = random(5);
  const made = TEXTS.flatMap((text, index) =>
    [true, false].map((isUser, at) => {
      const event = {
        client: "10.9.9.9",
        user: "AD\\alice",
        protocol: "smb2",
        operation: "fs_delete",
        status: "ok",
        path: "/finance/a",
        target: "",
      };
      const own = isUser ? { ...event, user: text } : { ...event, path: `/${index}/${text}/a` };
      const near = isUser ? { ...event, user: `${text}x` } : { ...event, path: `/${index}/${text}x/a` };
      const write = index % 2 === 0 ? csvLine : (one: typeof event & { fileId: string }) => jsonLine(one, next);
      const number = 4 * index + 2 * at;
      return {
        attack: `a rule for the ${isUser ? "user" : "path"} ${JSON.stringify(text).slice(0, 50)}`,
        own: { id: id(number), line: write({ ...own, fileId: id(number) }) },
        near: { id: id(number + 1), line: write({ ...near, fileId: id(number + 1) }) },
      };
    }),
  );
  const socket = await forwarder.session("nas-1");
  for (const { own, near } of made)
    for (const { line } of [own, near]) socket.write(`<14>1 2026-11-23T08:15:30Z nas-1 qumulo - - - ${line}\n`);
  socket.end();
  await forwarder.arrived(made.map(({ near }) => near.id));
  const through = new Set(forwarder.rows.map(({ SyslogMessage }) => /80\d{4}08/.exec(String(SyslogMessage))?.[0]));
  return made.map(({ attack, own, near }) => {
    const faults = [
      ...mistakes,
      through.has(near.id) ? "" : "rsyslogd drops another event",
      isKept(FILTER, near.line) ? "" : "the definition drops another event",
      through.has(own.id) === isKept(FILTER, own.line)
        ? ""
        : "rsyslogd and the definition differ about the rule's own event",
    ].filter((fault) => fault !== "");
    return { kind: "settings", attack, broken: faults.length === 0 ? undefined : faults.join(", ") };
  });
}
