import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BY_RELEASE } from "./byRelease";
import type { Configuration } from "./configuration";
import { type Fault, faults } from "./faults";
import { FIGURES, type Figure, median } from "./medians";
import type { Outcome } from "./outcome";

// npm run bench:forwarder [-- RUNS [FAULT …]] measures all faults, or only the named ones, with the deployed
// configuration and with the stock configuration. It also measures the faults that depend on the rsyslog release with
// Debian 13's rsyslogd. It writes the medians to the table in docs/forwarder.md.
const RUNS = Number(process.argv[2] ?? 3);
const NAMED = process.argv.slice(3);
const PAGE = join(__dirname, "../../../docs/forwarder.md");
const [BEGIN, END] = ["<!-- bench -->\n", "<!-- /bench -->"];

function cell(outcomes: readonly Outcome[], figure: Figure): string {
  const value = median(outcomes, figure);
  return value === undefined ? "" : String(Math.round(value * 100) / 100);
}

async function main(): Promise<void> {
  const head = [`| fault | configuration | ${FIGURES.join(" | ")} |`, `|${"---|".repeat(FIGURES.length + 2)}`];
  console.log(head.join("\n"));
  const measured = new Map<string, string>();
  const all = Object.keys(faults) as Fault[];
  for (const fault of all.filter((name) => NAMED.length === 0 || NAMED.includes(name))) {
    const outcomes: Record<Configuration, Outcome[]> = { ours: [], "ours on Debian 13": [], stock: [] };
    const once = async (configuration: Configuration) =>
      void outcomes[configuration].push(await faults[fault](configuration));
    for (let run = 0; run < RUNS; run++) {
      // Measures the configurations at the same time, because processor times differ more between runs than between
      // configurations.
      await Promise.all([once("ours"), once("stock")]);
      if (BY_RELEASE.includes(fault)) await once("ours on Debian 13");
    }
    for (const [configuration, results] of Object.entries(outcomes)) {
      if (results.length === 0) continue;
      const row = `| ${fault} | ${configuration} | ${FIGURES.map((figure) => cell(results, figure)).join(" | ")} |`;
      console.log(row);
      measured.set(`${fault} ${configuration}`, row);
    }
  }
  const page = readFileSync(PAGE, "utf8");
  const [before, after] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  const rows = all.flatMap((fault) =>
    ["ours", "ours on Debian 13", "stock"].flatMap((configuration) => {
      const old = page.split("\n").find((line) => line.startsWith(`| ${fault} | ${configuration} |`));
      return measured.get(`${fault} ${configuration}`) ?? old ?? [];
    }),
  );
  writeFileSync(PAGE, `${page.slice(0, before)}${[...head, ...rows].join("\n")}\n${page.slice(after)}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
