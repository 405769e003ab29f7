import { beforeEach } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { OWN, stackConfig } from "../exampleStacks";
import { type DeployedStack, deployedStack } from "./deployedStack";

/** A stack with two machines and one cluster. `forwarder` changes its settings of the machines. */
export const twoMachines = (forwarder: Record<string, unknown> = {}, nodeCidr = "10.1.2.0/24"): StackConfig =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: [nodeCidr] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, ...forwarder },
  });

/** A setting that replaces every machine. */
export const ANOTHER_KEY = { sshPublicKey: `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} another` };

export const [FIRST, SECOND] = ["vm-qumulo-test-0", "vm-qumulo-test-1"] as const;

/** The resources on a machine, in the order in which they are created. */
export const PARTS = ["booted", "AzureMonitorLinuxAgent", "qumulo-audit", "ready"];

/** The calls that concern machines and the resources on them. */
export const ofMachines = (calls: readonly string[]): string[] =>
  calls.filter((call) => call.includes("vm-qumulo-test-"));

/** The calls that replace a machine while the other one takes its senders. */
export const replaces = (name: string, other: string): string[] => [
  `run ${other}`,
  `run ${name}`,
  `delete ${name}`,
  `create ${name}`,
  ...PARTS.map((part) => `update ${name}/${part}`),
];

/** The calls that give a machine another size, which restarts it. */
export const resizes = (name: string, other: string): string[] => [
  `run ${other}`,
  `update ${name}`,
  `update ${name}/ready`,
];

/** Deploys the stack for the tests of a file. Each test begins with two machines that are ready. */
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
