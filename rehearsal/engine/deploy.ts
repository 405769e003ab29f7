import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { named } from "../azure/named";
import { emptyWorld, type WorldState } from "../azure/world";
import { Deployment } from "./deployment";
import type { Shipped } from "./graph";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

export interface Deployed extends Shipped {
  /** How many resources were created, updated, … Example: `{ create: 34 }`. */
  readonly changes: Readonly<Record<string, number>>;
}

/**
 * Deploys a stack with the real engine over the stand-in for Azure. Engine and Azure stay in the folder, so that the
 * next deployment finds what is there.
 */
export async function deploy(
  folder: string,
  config: StackConfig,
  signal: AbortSignal,
  onOutput: (text: string) => void,
): Promise<Deployed> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "azure.json");
  const load = (): WorldState =>
    existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { ...emptyWorld(), standing: [] };
  const save = (state: WorldState): void => writeFileSync(file, JSON.stringify(state));
  save({ ...load(), calls: [], standing: named(config, subscriptionOf(config)) });
  const deployment = await Deployment.open({ folder: resolve(folder), config, store: { load, save } });
  try {
    const { summary, outputs } = await deployment.stack.up({ onOutput, signal, color: "never" });
    const { resources } = load();
    return {
      changes: summary.resourceChanges ?? {},
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
      all: (type) => Object.values(resources).filter(({ token }) => token === type),
    };
  } finally {
    deployment.close();
  }
}
