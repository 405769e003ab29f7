import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";
import { askFirewalls } from "./clients";
import { callsOf } from "./shell";

/** Returns the commands that the script for Arc servers prints for a range, by running the relevant lines of the script. */
function openings(range: string): string[] {
  const script = readFileSync(join(PROJECT, "components/arc/onboard.sh"), "utf8");
  const making = script.match(/^ *rule=".*$|openings\+=\(".*"\)/gm) ?? [];
  const bash = ["openings=()", `range=${range} port=514`, ...making, `printf '%s\\n' "\${openings[@]}"`].join("\n");
  return execFileSync("bash", ["-c", bash], { encoding: "utf8" }).trimEnd().split("\n");
}
const wordsOf = (lines: readonly string[]) =>
  callsOf(lines.map((text) => ({ from: "onboard.sh", about: text, text }))).map(({ words }) => words);

describeWith("firewalls")("the commands that allow clusters in a firewall", () => {
  it("are accepted by the parsers of firewalld and ufw, which reject an invalid range", () => {
    const words = wordsOf(openings("192.168.10.0/26")).filter(([name]) => name === "firewall-cmd" || name === "ufw");
    expect(new Set(words.map(([name]) => name))).toEqual(new Set(["firewall-cmd", "ufw"]));
    expect(askFirewalls(words).filter((problem) => problem !== null)).toEqual([]);
    const errors = askFirewalls(wordsOf(openings("192.168.10.0/99"))).join("; ");
    expect(errors).toContain("INVALID_ADDR");
    expect(errors).toContain("Bad source address");
  });
});
