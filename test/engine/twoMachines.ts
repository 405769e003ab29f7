import { beforeEach } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { OWN, stackConfig } from "../exampleStacks";
import { type DeployedStack, deployedStack } from "./deployedStack";

/** Returns the settings of a stack with two machines and one cluster. `forwarder` replaces or adds forwarder settings. */
export const twoMachines = (forwarder: Record<string, unknown> = {}, nodeCidr = "10.1.2.0/24"): StackConfig =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: [nodeCidr] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, ...forwarder },
  });

/** A changed setting that makes the next up replace every machine. */
export const ANOTHER_KEY = { sshPublicKey: `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} another` };

export const [FIRST, SECOND] = ["vm-qumulo-test-0", "vm-qumulo-test-1"] as const;

/** The names of the resources on a machine, in the order in which they are created. */
export const PARTS = ["booted", "AzureMonitorLinuxAgent", "qumulo-audit", "ready"];

/** Returns only the calls that concern machines and the resources on them. */
export const ofMachines = (calls: readonly string[]): string[] =>
  calls.filter((call) => call.includes("vm-qumulo-test-"));

/** Returns the calls that replace the machine `name` while the machine `other` accepts its senders. */
export const replaces = (name: string, other: string): string[] => [
  `run ${other}`,
  `run ${name}`,
  `delete ${name}`,
  `create ${name}`,
  ...PARTS.map((part) => `update ${name}/${part}`),
];

/** Returns the calls that change a machine's size, which restarts it, while the machine `other` accepts its senders. */
export const resizes = (name: string, other: string): string[] => [
  `run ${other}`,
  `update ${name}`,
  `update ${name}/ready`,
];

/** Deploys the stack for all tests in a file, and restores it before each test: two machines that are ready. */
export function twoMachineStack(): DeployedStack {
  const { stack, restore } = deployedStack(twoMachines());
  beforeEach(async () => {
    await restore();
    await stack.configure(twoMachines());
    stack.fewestReady = 2;
    stack.fewestReachable = 2;
  });
  return { stack, restore };
}
