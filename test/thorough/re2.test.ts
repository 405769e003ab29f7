import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { transform } from "../../components/events/parsedTable";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { Database } from "../../simulator/kql/run/database";
import { regex } from "../../simulator/kql/run/regex";
import { providedFolder } from "../../simulator/provided";
import { readSamples } from "../../simulator/qumulo/builtIn";
import { random } from "../../simulator/random";
import { named, operationOf, others, vendorFunctions } from "../components/events/vendorFunctions";
import { anyText, csvLine, jsonLine, pick } from "../events";
import { PROJECT } from "../exampleStacks";

/** The folder into which set-up installs google-re2. */
const CHECKERS = providedFolder("checkers");

// Prints the groups that RE2 matches, for each pattern and text. Kusto uses RE2: learn.microsoft.com/kusto/query/regex.
const SCRIPT = `
import json, re2, sys
given = json.load(sys.stdin)
def groups(pattern, text):
    found = re2.compile(pattern).search(text)
    return None if found is None else [found.group(0)] + [group or "" for group in found.groups()]
json.dump([[groups(pattern, text) for text in given["texts"]] for pattern in given["patterns"]], sys.stdout)
`;

import { describeWith } from "../needs";

const answers = z.array(z.array(z.array(z.string()).nullable()));

/** Returns the regular expressions in QumuloParse and in the transformation, with their parts joined. */
function patterns(): string[] {
  const parse = readFileSync(join(PROJECT, "components/events/QumuloParse.kql"), "utf8");
  // Regular expressions are constants: verbatim strings, or strcat() of verbatim strings.
  const lets = parse.split("\n").filter((line) => /^let \w+ = (@'|strcat\()/.test(line));
  const names = ["strict", "lenient", "front", "json", "whole", "members", "inner", "jsonUser"];
  const { rows } = new Database({ tables: {} }).run(`${lets.join("\n")}\nprint ${names.join(", ")}`, new Date());
  const others = [
    ...`${parse}${transform(KEEP_EVERYTHING)}`.matchAll(/(?:extract(?:_all)?\(|matches regex )@'((?:[^']|'')+)'/g),
  ];
  return [...(rows[0] ?? []).map(String), ...others.map(([, pattern = ""]) => pattern.replaceAll("''", "'"))];
}

const wellFormed = (text: string): string => Buffer.from(text).toString();

function texts(): string[] {
  const next = random(7);
  const made = Array.from({ length: 1_500 }, (_, index) => {
    const event = {
      client: pick(["10.1.2.3", "::ffff:1.2.3.4", "fe80::1%eth0", "", "x"], next),
      user: pick(["AD\\alice", 'O"Neill', "", anyText(8, next)], next),
      protocol: "smb2",
      operation: pick(["fs_open", "fs_delete", "begin_fs_public_key"], next),
      status: pick(["ok", "fs_access_denied_error"], next),
      fileId: String(index),
      path: `/${anyText(30, next)}`,
      target: next() < 0.3 ? anyText(10, next) : "",
    };
    const line = index % 3 === 0 ? jsonLine(event, next) : csvLine(event);
    const before = pick(
      [
        "",
        " ",
        "\ufeff",
        "\u00a0",
        "qumulo: ",
        "Jun  6 14:52:28 host qumulo ",
        "<14>1 ",
        "12 ",
        "peer=::1 ",
        '- [x a="\\""] ',
      ],
      next,
    );
    // Some lines are truncated, and some have an extra character.
    const cut = next() < 0.2 ? line.slice(0, Math.floor(next() * line.length)) : line;
    const at = Math.floor(next() * cut.length);
    const odd = pick(["\u0085", "\u2028", "\r", "\v", "\x07", '"', "\\"], next);
    // Truncation may leave half a surrogate pair, which is replaced: a line on the network cannot contain such a half.
    return wellFormed(
      before + (next() < 0.3 ? cut.slice(0, at) + odd + cut.slice(at) : cut) + pick(["", " ", "\u00a0"], next),
    );
  });
  return [
    ...readSamples().map(({ text }) => text),
    ...made,
    ...[2, 9, 40].map((depth) => `{"a":${'[{"b":'.repeat(depth)}1${"}]".repeat(depth)}}`),
    ...named(vendorFunctions).map(({ module, name }) => operationOf(module, name)),
    ...others.map(({ name }) => name),
    "a.b.txt",
    "/a/b/",
    "nas-01-12",
    "AD\\x",
    "x@y",
  ];
}

describeWith("checkers")("the regular expressions", () => {
  it("match the same groups in the interpreter as in real RE2", () => {
    const given = { patterns: patterns(), texts: texts() };
    expect(given.patterns.length).toBeGreaterThanOrEqual(15);
    const { stdout, stderr, status } = spawnSync("python3", ["-c", SCRIPT], {
      input: JSON.stringify(given),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, PYTHONPATH: CHECKERS },
    });
    expect([status, stderr]).toEqual([0, ""]);
    const theirs = answers.parse(JSON.parse(stdout));
    let [matched, compared] = [0, 0];
    for (const [index, pattern] of given.patterns.entries())
      for (const [at, text] of given.texts.entries()) {
        const found = regex(pattern).exec(text);
        const ours = found === null ? null : [...found].map((group) => group ?? "");
        expect([pattern, text, ours]).toEqual([pattern, text, theirs[index]?.[at]]);
        compared += 1;
        if (found !== null) matched += 1;
      }
    console.log(`${given.patterns.length} expressions, ${compared} comparisons, ${matched} matches`);
    expect(matched).toBeGreaterThan(compared / 20);
  });
});
