import { SAMPLE_SSH_KEY } from "../../../../infra/settings/sshKey";

/** The subscription in the ids below. */
export const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
export const inGroup = (rest: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/${rest}`;
export const ids = {
  vnet: inGroup("Microsoft.Network/virtualNetworks/vnet-hub"),
  otherVnet: inGroup("Microsoft.Network/virtualNetworks/vnet-other"),
  subnet: inGroup("Microsoft.Network/virtualNetworks/vnet-hub/subnets/snet-logs"),
  routeTable: inGroup("Microsoft.Network/routeTables/rt-hub"),
  workspace: inGroup("Microsoft.OperationalInsights/workspaces/log-hub"),
  server: inGroup("Microsoft.HybridCompute/machines/syslog-1"),
};

const wireString = (data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, data]);
};
export const rsaKey = (bits: number): string => {
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.alloc(bits / 8, 0x9b)]);
  const blob = [Buffer.from("ssh-rsa"), Buffer.from([1, 0, 1]), modulus].map(wireString);
  return `ssh-rsa ${Buffer.concat(blob).toString("base64")} key`;
};

/** Correct settings: one cluster in Azure, a new network. */
export const good = {
  clusters: [{ name: "prodnas", nodeCidrs: ["10.1.2.0/24"], kind: "azureNative" }],
  network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
  forwarder: { sshPublicKey: SAMPLE_SSH_KEY },
};
export type Config = Record<string, unknown>;

/** Returns the correct cluster settings with changes. */
export const cluster = (change: Config): Config => ({ clusters: [{ ...good.clusters[0], ...change }] });
/** Returns the correct network settings with changes. */
export const network = (change: Config): Config => ({ network: { ...good.network, ...change } });
/** Returns the correct forwarder settings with changes. */
export const forwarder = (change: Config): Config => ({ forwarder: { ...good.forwarder, ...change } });
/** Returns network settings for an existing subnet, with changes. */
export const inExistingSubnet = (change: Config): Config => ({
  network: { existingSubnetId: ids.subnet, subnetPrefix: "10.90.0.0/26", endpointAddress: "10.90.0.50", ...change },
});
/** Returns settings without machines in Azure. */
export const arcOnly = (arc: Config, change: Config = {}): Config => ({
  ...cluster({ kind: "onPremises", ...change }),
  network: {},
  forwarder: { count: 0 },
  arc,
});

/** A wrong setting and the error that it must cause. */
export interface BadSetting {
  /** What is wrong, as the end of a sentence that begins with "is refused if". */
  readonly when: string;
  readonly config: Config;
  /** The key of the error. */
  readonly key: string;
  /** A part of the error's text. */
  readonly problem: string;
  /**
   * A part of the commands that fix the error, one per line. If a command asks for a value, an example of the value
   * follows the command; otherwise, `undefined` follows it.
   */
  readonly fixes: string;
  /** The change that the user must make in the stack's file. */
  readonly edit?: string;
  /** Keys of further errors that the same configuration causes. */
  readonly furtherKeys?: readonly string[];
  readonly location?: string;
  readonly secretKeys?: string[];
}
