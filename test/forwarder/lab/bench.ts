import { type Fault, faults, type Outcome } from "./faults";
import type { Configuration } from "./lab";

// npm run bench:forwarder [-- RUNS]: every fault with the shipped configuration and with today's recipes, in one run.
const RUNS = Number(process.argv[2] ?? 3);
const FIELDS = ["lost", "stall", "duplicates", "disorder", "cpuPerMillion", "megabytes"] as const;

function median(outcomes: readonly Outcome[], field: (typeof FIELDS)[number]): string {
  const values = outcomes
    .map((outcome) => outcome[field])
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  const value = values[Math.floor(values.length / 2)];
  return value === undefined ? "" : String(Math.round(value * 100) / 100);
}

async function main(): Promise<void> {
  console.log(`| fault | configuration | ${FIELDS.join(" | ")} |\n|${"---|".repeat(FIELDS.length + 2)}`);
  for (const fault of Object.keys(faults) as Fault[]) {
    for (const configuration of ["ours", "stock"] satisfies Configuration[]) {
      const outcomes: Outcome[] = [];
      for (let run = 0; run < RUNS; run++) outcomes.push(await faults[fault](configuration));
      console.log(`| ${fault} | ${configuration} | ${FIELDS.map((field) => median(outcomes, field)).join(" | ")} |`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
