import { SAMPLE_SSH_KEY } from "../../../infra/settings/sshKey";

const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
const inGroup = (rest: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/${rest}`;
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

/** Settings that are right: one cluster in Azure, a new network. */
export const good = {
  clusters: [{ name: "prodnas", nodeCidrs: ["10.1.2.0/24"], kind: "azureNative" }],
  network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
  forwarder: { sshPublicKey: SAMPLE_SSH_KEY },
};
type Config = Record<string, unknown>;

const cluster = (change: Config): Config => ({ clusters: [{ ...good.clusters[0], ...change }] });
const network = (change: Config): Config => ({ network: { ...good.network, ...change } });
const forwarder = (change: Config): Config => ({ forwarder: { ...good.forwarder, ...change } });
const inExistingSubnet = (change: Config): Config => ({
  network: { existingSubnetId: ids.subnet, subnetPrefix: "10.90.0.0/26", endpointAddress: "10.90.0.50", ...change },
});
const arcOnly = (arc: Config, change: Config = {}): Config => ({
  ...cluster({ kind: "onPremises", ...change }),
  network: {},
  forwarder: { count: 0 },
  arc,
});

export interface BadSetting {
  /** What is wrong, as the end of "it is refused when ...". */
  readonly when: string;
  readonly config: Config;
  /** The one key that is named, and words that its problem holds. */
  readonly key: string;
  readonly problem: string;
  /** What the mending command holds. */
  readonly fixes: string;
  /** What a person is told to change in the stack's file. */
  readonly edit?: string;
  /** Keys of mistakes that stand behind this one and are said with it. */
  readonly furtherKeys?: readonly string[];
  readonly location?: string;
  readonly secretKeys?: string[];
}

/** Wrong values that say what was meant, and the command with the right one. */
const NEAR: readonly (readonly [key: string, config: Config, meant: string])[] = [
  ["workspace.deleteOnDestroy", { workspace: { deleteOnDestroy: "yes" } }, "workspace.deleteOnDestroy true"],
  ["workspace.deleteOnDestroy", { workspace: { deleteOnDestroy: "True" } }, "workspace.deleteOnDestroy true"],
  ["forwarder.drain", forwarder({ drain: "off" }), "forwarder.drain false"],
  ["forwarder.drain", forwarder({ drain: 0 }), "forwarder.drain false"],
  ["forwarder.drain", forwarder({ drain: "maybe" }), "forwarder.drain true"],
  ["workspace.publicQuery", { workspace: { publicQuery: "no" } }, "workspace.publicQuery false"],
  ["clusters[0].kind", cluster({ kind: "AzureNative" }), "clusters[0].kind' azureNative"],
  ["clusters[0].kind", cluster({ kind: "azure" }), "clusters[0].kind' azureNative"],
  ["clusters[0].format", cluster({ format: "JSON" }), "clusters[0].format' json"],
  ["events.keep", { events: { keep: "no-noise" } }, "events.keep noNoise"],
  ["events.keep", { events: { keep: "changes" } }, "events.keep everything"],
  ["events.keep", { events: { keep: "changeOnly" } }, "events.keep changesOnly"],
  ["forwarder.spoolGiB", forwarder({ spoolGiB: 1e9 }), "forwarder.spoolGiB 64"],
  ["forwarder.spoolGiB", forwarder({ spoolGiB: 1 }), "forwarder.spoolGiB 8"],
  ["network.egress", network({ egress: "NAT" }), "network.egress nat"],
  ["workspace.retentionInDays", { workspace: { retentionInDays: "thirty" } }, "workspace.retentionInDays 30"],
  ["workspace.retentionInDays", { workspace: { retentionInDays: "180 days" } }, "workspace.retentionInDays 180"],
  [
    "workspace.retentionInDays",
    { workspace: { retentionInDays: 10000, totalRetentionInDays: 730 } },
    "workspace.retentionInDays 730",
  ],
  ["workspace.retentionInDays", { workspace: { retentionInDays: 45.4 } }, "workspace.retentionInDays 45"],
  // What 90 days, the default, would not go with.
  [
    "workspace.retentionInDays",
    { workspace: { retentionInDays: "thirty", totalRetentionInDays: 30 } },
    "workspace.retentionInDays 30",
  ],
  ["workspace.totalRetentionInDays", { workspace: { totalRetentionInDays: 1825 } }, "totalRetentionInDays 1826"],
  ["workspace.totalRetentionInDays", { workspace: { totalRetentionInDays: "7 years" } }, "totalRetentionInDays 2556"],
  ["workspace.retentionInDays", { workspace: { retentionInDays: "half" } }, "workspace.retentionInDays 90"],
  // The default does not go with the other setting, so it is not what is printed.
  [
    "workspace.retentionInDays",
    { workspace: { retentionInDays: "half", totalRetentionInDays: 60 } },
    "workspace.retentionInDays 30",
  ],
  [
    "network.egress",
    { network: { ...good.network, egress: "word", routeTableId: ids.routeTable } },
    "network.egress nat",
  ],
  ["workspace.dailyCapGb", { workspace: { dailyCapGb: "ten GB" } }, "workspace.dailyCapGb 10"],
  ["workspace.dailyCapGb", { workspace: { dailyCapGb: "1,000" } }, "workspace.dailyCapGb 1000"],
  ["forwarder.spoolGiB", forwarder({ spoolGiB: "128GiB" }), "forwarder.spoolGiB 128"],
  ["forwarder.size", forwarder({ size: "standard_d4S_V5" }), "forwarder.size Standard_D4s_v5"],
  ["forwarder.size", forwarder({ size: "Standard_E8pds_v5" }), "forwarder.size Standard_E8ds_v5"],
  ["forwarder.agentVersion", forwarder({ agentVersion: "latest" }), "forwarder.agentVersion auto"],
  ["collection.proxy", { collection: { proxy: "proxy.example.com:8080" } }, "http://proxy.example.com:8080"],
  ["azure-native:location", { "azure-native:location": "west-europe" }, "azure-native:location westeurope"],
];

const near = (): BadSetting[] =>
  NEAR.map(([key, config, meant]) => ({
    when: `a value says what was meant: ${JSON.stringify(config)}`,
    config,
    key,
    problem: "",
    fixes: meant,
  }));

/** Keys under which nothing is read. */
const MISSPELT: readonly BadSetting[] = [
  {
    when: "the name of a value is misspelt",
    config: { contct: "storage-team@example.com" },
    key: "contct",
    problem: "did you mean contact?",
    fixes: "config set contact storage-team@example.com undefined\npulumi config rm contct",
  },
  {
    when: "the name of a list is misspelt and holds one value",
    config: { clusters: [{ name: "prodnas", kind: "azureNative", nodeCidr: "10.1.2.0/24" }] },
    key: "clusters[0].nodeCidr",
    problem: "did you mean nodeCidrs?",
    fixes: "clusters[0].nodeCidrs[0]' 10.1.2.0/24 undefined\npulumi config rm --path 'clusters[0].nodeCidr'",
  },
  {
    when: "a list has the name of an earlier version",
    config: { clusters: [{ name: "prodnas", kind: "azureNative", clientCidrs: ["10.1.2.0/24", "10.1.4.0/24"] }] },
    key: "clusters[0].clientCidrs",
    problem: "is called nodeCidrs now.",
    fixes: [
      "pulumi config set --path 'clusters[0].nodeCidrs[0]' 10.1.2.0/24 undefined",
      "pulumi config set --path 'clusters[0].nodeCidrs[1]' 10.1.4.0/24 undefined",
      "pulumi config rm --path 'clusters[0].clientCidrs'",
    ].join("\n"),
  },
  {
    when: "a long list has the name of an earlier version",
    config: {
      clusters: [
        {
          name: "prodnas",
          kind: "azureNative",
          clientCidrs: Array.from({ length: 11 }, (_, index) => `10.1.${2 * index}.0/24`),
        },
      ],
    },
    key: "clusters[0].clientCidrs",
    problem: "is called nodeCidrs now.",
    edit: "rename clusters[0].clientCidrs to nodeCidrs",
    fixes: "",
  },
  {
    when: "a value with other names has the name of an earlier version",
    config: forwarder({ agent: "present" }),
    key: "forwarder.agent",
    problem: "is called agentInstalledBy now.",
    fixes: "forwarder.agentInstalledBy policy undefined\npulumi config rm --path forwarder.agent",
  },
  {
    when: "a setting of an Arc server has the name of an earlier version",
    config: arcOnly({ endpointAddress: "192.168.10.20", servers: [{ id: ids.server, agent: "install" }] }),
    key: "arc.servers[0].agent",
    problem: "is called agentInstalledBy now.",
    fixes: "'arc.servers[0].agentInstalledBy' stack undefined\npulumi config rm --path 'arc.servers[0].agent'",
  },
  {
    when: "a value of an earlier version has the new name",
    config: forwarder({ agentInstalledBy: "present" }),
    key: "forwarder.agentInstalledBy",
    problem: "'present' is none of stack, policy",
    fixes: "forwarder.agentInstalledBy policy",
  },
  {
    when: "a value has the name of an earlier version",
    config: cluster({ allowPublicClients: true }),
    key: "clusters[0].allowPublicClients",
    problem: "is called allowPublicNodes now.",
    fixes: "clusters[0].allowPublicNodes' true undefined\npulumi config rm --path 'clusters[0].allowPublicClients'",
  },
  {
    when: "a needed name is misspelt",
    config: { clusters: [{ nmae: "prodnas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }] },
    key: "clusters[0].nmae",
    problem: "did you mean name?",
    fixes: "clusters[0].name' prodnas undefined\npulumi config rm --path 'clusters[0].nmae'",
  },
  {
    when: "a misspelt name's value means another one",
    config: forwarder({ drian: "no" }),
    key: "forwarder.drian",
    problem: "did you mean drain?",
    fixes: "forwarder.drain false undefined\npulumi config rm --path forwarder.drian",
  },
  {
    when: "a name is misspelt and the right one has a value, too",
    config: forwarder({ count: 3, cuont: 2 }),
    key: "forwarder.cuont",
    problem: "That key is set too",
    fixes: "pulumi config rm --path forwarder.cuont undefined",
  },
  {
    when: "a list of clusters was written as one cluster",
    config: { clusters: good.clusters[0] },
    key: "clusters",
    problem: "must be a list, but is an object",
    fixes: "",
    edit: 'put "- " before the first line below clusters, and two spaces before its other lines,',
  },
  {
    when: "the name of a whole block is misspelt",
    config: { network: undefined, netwrok: good.network },
    key: "netwrok",
    problem: "did you mean network?",
    fixes: "",
    edit: "rename qumulo-audit:netwrok to qumulo-audit:network",
  },
  {
    when: "the namespace of a value is misspelt",
    config: { "qumulo-audt:contact": "storage-team@example.com" },
    key: "qumulo-audt:contact",
    problem: "qumulo-audt is not a namespace here; did you mean qumulo-audit?",
    fixes: "config set contact storage-team@example.com undefined\npulumi config rm qumulo-audt:contact",
  },
  {
    when: "the namespace of a whole block is misspelt",
    config: { network: undefined, "qumulo-audti:network": good.network },
    key: "qumulo-audti:network",
    problem: "did you mean qumulo-audit?",
    fixes: "",
    edit: "rename qumulo-audti:network to qumulo-audit:network",
  },
  {
    when: "the namespace of the provider is misspelt",
    config: { "azure-native:location": undefined, "azure-nativ:location": "northeurope" },
    key: "azure-nativ:location",
    problem: "did you mean azure-native?",
    fixes: "config set azure-native:location northeurope undefined\npulumi config rm azure-nativ:location",
  },
  {
    when: "a key of the provider is misspelt, so that the subscription of the sign-in would be taken",
    config: { "azure-native:subscriptionId": undefined, "azure-native:subscriptonID": SUBSCRIPTION },
    key: "azure-native:subscriptonID",
    problem: "did you mean subscriptionId?",
    fixes: `config set azure-native:subscriptionId ${SUBSCRIPTION}`,
  },
];

/** One wrong setting for each distinct check. */
export const badSettings: BadSetting[] = [
  // Shape of the configuration
  {
    when: "there is no cluster key",
    config: { clusters: undefined },
    key: "clusters",
    problem: "has no entry",
    fixes: "clusters[0].name' prodnas\npulumi config set --path 'clusters[0].kind' azureNative",
  },
  {
    when: "the list of clusters is empty",
    config: { clusters: [] },
    key: "clusters",
    problem: "has no entry",
    fixes: "clusters[0].kind' azureNative\npulumi config set --path 'clusters[0].nodeCidrs[0]'",
  },
  {
    when: "a key does not exist",
    config: { forwarders: {} },
    key: "forwarders",
    problem: "did you mean forwarder?",
    fixes: "pulumi config rm forwarders",
  },
  {
    when: "a nested key does not exist",
    config: forwarder({ spoolGib: 10 }),
    key: "forwarder.spoolGib",
    problem: "did you mean spoolGiB?",
    fixes: "config set --path forwarder.spoolGiB 10 undefined\npulumi config rm --path forwarder.spoolGib",
  },
  {
    when: "--path was forgotten",
    config: { "network.egress": "nat" },
    key: "network.egress",
    problem: "without --path",
    fixes: "pulumi config set --path network.egress nat",
  },
  {
    when: "a number is given as text",
    config: forwarder({ count: "two" }),
    key: "forwarder.count",
    problem: "must be a number, but is text 'two'",
    fixes: "forwarder.count 2",
  },
  {
    when: "a required value is missing",
    config: { clusters: [{ nodeCidrs: ["10.1.2.0/24"], kind: "azureNative" }] },
    key: "clusters[0].name",
    problem: "is missing",
    fixes: "prodnas",
  },
  {
    when: "a choice is none of the list",
    config: cluster({ format: "xml" }),
    key: "clusters[0].format",
    problem: "none of csv, json",
    fixes: "clusters[0].format' csv",
  },
  {
    when: "the region is missing",
    config: {},
    location: "",
    key: "azure-native:location",
    problem: "is missing",
    fixes: "westeurope",
  },
  {
    when: "the region is no name",
    config: {},
    location: "west_europe!",
    key: "azure-native:location",
    problem: "is not the name of a region",
    fixes: "westeurope",
  },
  ...near(),
  ...MISSPELT,
  // Secrets
  {
    when: "a secret is nested outside secrets",
    config: {},
    secretKeys: ["clusters"],
    key: "clusters",
    problem: "would be in clear text in the state",
    fixes: "",
  },
  {
    when: "a secret is given that nothing reads",
    config: { secrets: { webhooks: { ops: "https://example.com" } } },
    secretKeys: ["secrets"],
    key: "secrets",
    problem: "no setting of this program accepts a secret yet",
    fixes: "pulumi config rm secrets",
  },
  {
    when: "what is no secret stands under secrets",
    config: { secrets: { honeyPaths: [] } },
    key: "secrets",
    problem: "no setting of this program accepts a secret yet",
    fixes: "pulumi config rm secrets",
  },
  // Clusters
  {
    when: "a cluster's name is illegal",
    config: cluster({ name: "nas_1" }),
    key: "clusters[0].name",
    problem: "is not a name of a Qumulo cluster",
    fixes: "prodnas",
  },
  {
    when: "two clusters have one name",
    config: { clusters: [good.clusters[0], { ...good.clusters[0], name: "ProdNas" }] },
    key: "clusters[1].name",
    problem: "is also the name of clusters[0]",
    fixes: "ProdNas-2",
  },
  {
    when: "a cluster's list of ranges is missing",
    config: { clusters: [{ name: "prodnas", kind: "azureNative" }] },
    key: "clusters[0].nodeCidrs",
    problem: "is missing",
    fixes: "clusters[0].nodeCidrs[0]' 10.1.2.0/24",
  },
  {
    when: "a cluster has no client range",
    config: cluster({ nodeCidrs: [] }),
    key: "clusters[0].nodeCidrs",
    problem: "is empty",
    fixes: "nodeCidrs",
  },
  {
    when: "a range is no range",
    config: cluster({ nodeCidrs: ["10.1.2/24"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "not an IPv4 range",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is reversed",
    config: cluster({ nodeCidrs: ["24/10.1.2.0"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "wrong way round",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is a span",
    config: cluster({ nodeCidrs: ["10.1.2.9-10.1.2.1"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "span of addresses",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range has no prefix length",
    config: cluster({ nodeCidrs: ["10.1.2.7"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "no prefix length",
    fixes: "10.1.2.7/32",
  },
  {
    when: "a range has host bits",
    config: cluster({ nodeCidrs: ["10.1.2.7/24"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "the range is 10.1.2.0/24",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is IPv6",
    config: cluster({ nodeCidrs: ["fd00::/8"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "IPv6",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is the machine's own",
    config: cluster({ nodeCidrs: ["127.0.0.0/16"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "every program on a forwarder",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is public",
    config: cluster({ nodeCidrs: ["198.51.100.0/24"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "public addresses",
    fixes: "allowPublicNodes' true",
  },
  {
    when: "a cluster in Azure has no machine",
    config: { ...arcOnly({ endpointAddress: "192.168.1.9" }, { kind: "azureNative" }) },
    key: "clusters[0].kind",
    problem: "it has no endpoint",
    fixes: "forwarder.count 2",
    furtherKeys: ["forwarder.sshPublicKey", "network"],
  },
  {
    when: "a remote cluster has no endpoint in Azure",
    config: arcOnly({ endpointAddress: "192.168.1.9" }, { remote: true }),
    key: "clusters[0].remote",
    problem: "no endpoint in Azure",
    fixes: "false",
  },
  {
    when: "a cluster on premises has no forwarder beside it",
    config: cluster({ kind: "onPremises" }),
    key: "clusters[0].remote",
    problem: "no forwarder beside it",
    fixes: "arc.endpointAddress",
    furtherKeys: ["forwarder.count"],
  },
  {
    when: "machines have no cluster that sends to them",
    config: { ...cluster({ kind: "onPremises" }), arc: { endpointAddress: "192.168.1.9" } },
    key: "forwarder.count",
    problem: "these machines would receive nothing",
    fixes: "forwarder.count 0",
  },
  // Groups and workspace
  {
    when: "a resource group's name is illegal",
    config: { resourceGroup: { existing: "rg." } },
    key: "resourceGroup.existing",
    problem: "is not a name of a resource group",
    fixes: "rg-audit",
  },
  {
    when: "a workspace id is none",
    config: { workspace: { existingId: ids.vnet } },
    key: "workspace.existingId",
    problem: "not the resource id of a Microsoft.OperationalInsights/workspaces",
    fixes: "workspaces/NAME",
  },
  {
    when: "retention is too short",
    config: { workspace: { retentionInDays: 7 } },
    key: "workspace.retentionInDays",
    problem: "30 to 730",
    fixes: "retentionInDays 30",
  },
  {
    when: "total retention is between the steps",
    config: { workspace: { totalRetentionInDays: 800 } },
    key: "workspace.totalRetentionInDays",
    problem: "1095",
    fixes: "totalRetentionInDays 730",
  },
  {
    when: "total retention is less than retention",
    config: { workspace: { retentionInDays: 365, totalRetentionInDays: 90 } },
    key: "workspace.totalRetentionInDays",
    problem: "less than the 365",
    fixes: "365",
  },
  {
    when: "the daily cap is nothing",
    config: { workspace: { dailyCapGb: 0 } },
    key: "workspace.dailyCapGb",
    problem: "less than the 0.023",
    fixes: "config rm --path workspace.dailyCapGb",
  },
  {
    when: "an existing workspace is to be changed",
    config: { workspace: { existingId: ids.workspace, dailyCapGb: 5 } },
    key: "workspace.dailyCapGb",
    problem: "never changed",
    fixes: "config rm",
  },
  {
    when: "an existing workspace is to be closed",
    config: { workspace: { existingId: ids.workspace, publicQuery: false } },
    key: "workspace.publicQuery",
    problem: "never changed",
    fixes: "config rm",
  },
  {
    when: "no agent could send to a closed workspace",
    config: { workspace: { publicIngestion: false } },
    key: "workspace.publicIngestion",
    problem: "collection.endpointId is missing",
    fixes: "workspace.publicIngestion true",
  },
  // Network
  {
    when: "there are two networks",
    config: network({ existingVnetId: ids.vnet }),
    key: "network",
    problem: "exclude each other",
    fixes: "config rm --path network.addressSpace",
  },
  {
    when: "there is no network",
    config: { network: {} },
    key: "network",
    problem: "the machines need one of them",
    fixes: "addressSpace",
  },
  {
    when: "the subnet's range is missing",
    config: { network: { existingVnetId: ids.vnet } },
    key: "network.subnetPrefix",
    problem: "is missing",
    fixes: "10.90.0.0/26",
  },
  {
    when: "the subnet is too small",
    config: { ...network({ subnetPrefix: "10.90.0.0/29" }), ...forwarder({ count: 3 }) },
    key: "network.subnetPrefix",
    problem: "3 usable",
    fixes: "/26",
  },
  {
    when: "the subnet is outside the VNet",
    config: network({ subnetPrefix: "10.91.0.0/26" }),
    key: "network.subnetPrefix",
    problem: "not inside network.addressSpace",
    fixes: "10.90.0.0/26",
  },
  {
    when: "the VNet overlaps the clients",
    config: network({ addressSpace: "10.1.0.0/16", subnetPrefix: "10.1.9.0/26" }),
    key: "network.addressSpace",
    problem: "overlaps 10.1.2.0/24",
    fixes: "10.90.0.0/24",
  },
  {
    when: "a network has the form of one address",
    config: network({ subnetPrefix: "10.90.0.5" }),
    key: "network.subnetPrefix",
    problem: "a network is more than one address",
    fixes: "network.subnetPrefix 10.90.0.0/26",
  },
  {
    when: "the endpoint's address is none",
    config: network({ endpointAddress: "10.90.0.300" }),
    key: "network.endpointAddress",
    problem: "not an IPv4 address",
    fixes: "10.90.0.62",
  },
  {
    when: "the endpoint's address is missing in an existing subnet",
    config: inExistingSubnet({ endpointAddress: undefined }),
    key: "network.endpointAddress",
    problem: "is missing",
    fixes: "endpointAddress",
  },
  {
    when: "the endpoint's address is outside the subnet",
    config: network({ endpointAddress: "10.90.0.70" }),
    key: "network.endpointAddress",
    problem: "not inside",
    fixes: "config rm",
  },
  {
    when: "the endpoint's address is reserved",
    config: network({ endpointAddress: "10.90.0.3" }),
    key: "network.endpointAddress",
    problem: "Azure reserves",
    fixes: "config rm",
  },
  {
    when: "peerings are for an existing VNet",
    config: {
      network: { existingVnetId: ids.vnet, subnetPrefix: "10.90.0.0/26", peerings: [{ vnetId: ids.otherVnet }] },
    },
    key: "network.peerings",
    problem: "new VNet",
    fixes: "config rm",
  },
  {
    when: "a VNet is peered twice",
    config: network({ peerings: [{ vnetId: ids.vnet }, { vnetId: ids.vnet }] }),
    key: "network.peerings[1]",
    problem: "same VNet again",
    fixes: "config rm",
  },
  {
    when: "two remote gateways are used",
    config: network({ peerings: [ids.vnet, ids.otherVnet].map((vnetId) => ({ vnetId, useRemoteGateways: true })) }),
    key: "network.peerings[1].useRemoteGateways",
    problem: "one remote gateway",
    fixes: "false",
  },
  {
    when: "a NAT gateway is to join an existing subnet",
    config: inExistingSubnet({ egress: "nat" }),
    key: "network.egress",
    problem: "would change the existing subnet",
    fixes: "existing",
  },
  {
    when: "a new subnet has no way out",
    config: network({ egress: "existing" }),
    key: "network.egress",
    problem: "has no way to the internet by itself",
    fixes: "nat",
  },
  {
    when: "a route table is to join an existing subnet",
    config: inExistingSubnet({ routeTableId: ids.routeTable }),
    key: "network.routeTableId",
    problem: "would change the existing subnet",
    fixes: "config rm",
  },
  {
    when: "the network lies in another subscription",
    config: { network: { existingVnetId: ids.vnet.replace("1111", "9999"), subnetPrefix: "10.90.0.0/26" } },
    key: "network.existingVnetId",
    problem: "their own subscription",
    fixes: "azure-native:subscriptionId",
  },
  // Forwarder
  {
    when: "there are too many machines",
    config: forwarder({ count: 17 }),
    key: "forwarder.count",
    problem: "0 to 16",
    fixes: "forwarder.count 16",
  },
  {
    when: "a zone does not exist",
    config: forwarder({ zones: ["1", "4"] }),
    key: "forwarder.zones[1]",
    problem: "1, 2 or 3",
    fixes: "config rm",
  },
  {
    when: "a zone is named twice",
    config: forwarder({ zones: ["1", "1"] }),
    key: "forwarder.zones[1]",
    problem: "twice",
    fixes: "config rm",
  },
  {
    when: "the size is no VM size",
    config: forwarder({ size: "D2s_v5" }),
    key: "forwarder.size",
    problem: "is not a VM size",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the size is arm64",
    config: forwarder({ size: "Standard_D2ps_v5" }),
    key: "forwarder.size",
    problem: "arm64",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the image is not in four parts",
    config: forwarder({ image: "Ubuntu2404" }),
    key: "forwarder.image",
    problem: "publisher:offer:sku:version",
    fixes: "Canonical",
  },
  {
    when: "the image is of another distribution",
    config: forwarder({ image: "RedHat:RHEL:9-lvm-gen2:latest" }),
    key: "forwarder.image",
    problem: "is not an image of Ubuntu or Debian",
    fixes: "Canonical",
  },
  {
    when: "the SSH key is missing",
    config: { forwarder: {} },
    key: "forwarder.sshPublicKey",
    problem: "is missing",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the SSH key is a private one",
    config: forwarder({ sshPublicKey: "-----BEGIN OPENSSH PRIVATE KEY-----" }),
    key: "forwarder.sshPublicKey",
    problem: "private key",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the SSH key is of a type that Azure refuses",
    config: forwarder({ sshPublicKey: "ecdsa-sha2-nistp256 AAAA" }),
    key: "forwarder.sshPublicKey",
    problem: "begins with 'ecdsa-sha2-nistp256'",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the SSH key is damaged",
    config: forwarder({ sshPublicKey: SAMPLE_SSH_KEY.replace("AAAAC3", "AAAAC") }),
    key: "forwarder.sshPublicKey",
    problem: "damaged",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the RSA key is short",
    config: forwarder({ sshPublicKey: rsaKey(1024) }),
    key: "forwarder.sshPublicKey",
    problem: "1024 bits",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the port is taken on the machine",
    config: forwarder({ port: 22 }),
    key: "forwarder.port",
    problem: "taken",
    fixes: "514",
  },
  {
    when: "the agent's version is too old",
    config: forwarder({ agentVersion: "1.28" }),
    key: "forwarder.agentVersion",
    problem: "1.33 on",
    fixes: "auto",
  },
  // Arc
  {
    when: "an Arc server is named twice",
    config: { arc: { endpointAddress: "192.168.1.9", servers: [{ id: ids.server }, { id: ids.server }] } },
    key: "arc.servers[1]",
    problem: "again",
    fixes: "config rm",
  },
  {
    when: "Arc servers have no address",
    config: { arc: { servers: [{ id: ids.server }] } },
    key: "arc.endpointAddress",
    problem: "is missing",
    fixes: "192.168.10.20",
  },
  {
    when: "a principal is no GUID",
    config: { arc: { onboarding: { principalId: "onboarder" } } },
    key: "arc.onboarding.principalId",
    problem: "not the object id",
    fixes: "00000000",
  },
  // Collection, contact, tags
  {
    when: "the plan of a table is set that events do not go to",
    config: { events: { plan: "Basic" } },
    key: "events.plan",
    problem: "set events.table to parsed",
    fixes: "Analytics",
  },
  {
    when: "a forwarder whose events are verified is no machine",
    config: { events: { forwarders: [ids.workspace] } },
    key: "events.forwarders[0]",
    problem: "not the id of a virtual machine",
    fixes: "virtualMachines/vm-qumulo-prod-*",
  },
  {
    when: "the name of a machine that is verified is no name",
    config: { events: { forwarders: [`${inGroup("Microsoft.Compute/virtualMachines/vm-1")}'`] } },
    key: "events.forwarders[0]",
    problem: "not the id of a virtual machine",
    fixes: "virtualMachines/vm-qumulo-prod-*",
  },
  {
    when: "any machine of a group would be verified",
    config: { events: { forwarders: [inGroup("Microsoft.Compute/virtualMachines/*")] } },
    key: "events.forwarders[0]",
    problem: "not the id of a virtual machine",
    fixes: "virtualMachines/vm-qumulo-prod-*",
  },
  {
    when: "forwarders are named where the functions are another stack's",
    config: { events: { functionOwner: false, forwarders: [ids.server] } },
    key: "events.forwarders",
    problem: "events.functionOwner is false",
    fixes: "config rm --path events.forwarders",
  },
  {
    when: "a rule of the filter names nothing",
    config: { events: { exclude: [{}] } },
    key: "events.exclude[0]",
    problem: "is empty: the rule would match every event",
    fixes: "pulumi config",
  },
  {
    when: "a rule names an operation that is not known",
    config: { events: { include: [{ operations: ["fs_peek"] }] } },
    key: "events.include[0].operations[0]",
    problem: "is not a known operation",
    fixes: "pulumi config",
  },
  {
    when: "a rule has an empty list",
    config: { events: { exclude: [{ users: [] }] } },
    key: "events.exclude[0].users",
    problem: "is empty",
    fixes: "pulumi config",
    furtherKeys: ["events.exclude[0]"],
  },
  {
    when: "a rule's user has a quote, which a line doubles",
    config: { events: { exclude: [{ users: ['O"Neill'] }] } },
    key: "events.exclude[0].users[0]",
    problem: "no double quote",
    fixes: "pulumi config",
  },
  {
    when: "the proxy is no address",
    config: { collection: { proxy: "proxy:3128" } },
    key: "collection.proxy",
    problem: "not http://host:port",
    fixes: "http://",
  },
  {
    when: "the proxy has a password",
    config: { collection: { proxy: "http://me:pw@proxy:3128" } },
    key: "collection.proxy",
    problem: "contains a user and password",
    fixes: "http://",
  },
  {
    when: "the contact is no e-mail address",
    config: { contact: "storage team" },
    key: "contact",
    problem: "not an e-mail address",
    fixes: "storage-team@example.com",
  },
  {
    when: "a tag's name is illegal",
    config: { tags: { "a/b": "x" } },
    key: 'tags["a/b"]',
    problem: "is not a tag name",
    fixes: "config rm",
  },
  {
    when: "a tag's value is too long",
    config: { tags: { a: "x".repeat(257) } },
    key: "tags.a",
    problem: "256 characters",
    fixes: "tags.a",
  },
  {
    when: "a tag's value is an object",
    config: { tags: { a: { b: 1 } } },
    key: "tags.a",
    problem: "must be text, but is an object",
    fixes: "tags.a",
  },
  {
    when: "there are too many tags",
    config: { tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, "x"])) },
    key: "tags",
    problem: "has 50 entries; at most 49",
    fixes: "",
  },
  {
    when: "a list is longer than its greatest length",
    config: cluster({
      nodeCidrs: Array.from({ length: 20_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`),
    }),
    key: "clusters[0].nodeCidrs",
    problem: "has 20000 entries; at most 1000",
    fixes: "",
  },
  {
    when: "a tag begins with a name that Azure keeps",
    config: { tags: { "Azure-owner": "x" } },
    key: "tags.Azure-owner",
    problem: "which Azure reserves",
    fixes: "config rm",
  },
  {
    when: "a tag is one that this program sets",
    config: { tags: { Contact: "x" } },
    key: "tags.Contact",
    problem: "sets itself",
    fixes: "config rm",
  },
  {
    when: "two tags differ in case only",
    config: { tags: { owner: "x", Owner: "y" } },
    key: "tags.Owner",
    problem: "its case only",
    fixes: "config rm",
  },
  {
    when: "a tag of our own is to be ignored",
    config: { ignoreTags: ["costCenter", "contact"] },
    key: "ignoreTags[1]",
    problem: "sets itself",
    fixes: "config rm",
  },
  {
    when: "the size is burstable",
    config: forwarder({ size: "Standard_B1s" }),
    key: "forwarder.size",
    problem: "CPU credits run out",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the size takes no premium disks",
    config: forwarder({ size: "Standard_D2_v5" }),
    key: "forwarder.size",
    problem: "does not support premium disks",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the port is one that a load balancer does not take",
    config: forwarder({ port: 65_535 }),
    key: "forwarder.port",
    problem: "1 to 65534",
    fixes: "forwarder.port 65534",
  },
  {
    when: "the subscription is no GUID",
    config: { "azure-native:subscriptionId": "prod" },
    key: "azure-native:subscriptionId",
    problem: "a GUID",
    fixes: "azure-native:subscriptionId",
  },
  {
    when: "a range is given in place of a list of ranges",
    config: cluster({ nodeCidrs: "10.1.2.0/24" }),
    key: "clusters[0].nodeCidrs",
    problem: "must be a list, but is text",
    fixes: "clusters[0].nodeCidrs[0]' 10.1.2.0/24",
  },
  {
    when: "ranges let in contain every IPv4 address",
    config: {
      clusters: [
        { ...good.clusters[0], nodeCidrs: ["0.0.0.0/1"], allowPublicNodes: true },
        { name: "other", kind: "azureNative", nodeCidrs: ["128.0.0.0/1"], allowPublicNodes: true },
      ],
      network: { existingVnetId: ids.vnet, subnetPrefix: "10.90.0.0/26" },
    },
    key: "clusters[0].nodeCidrs[0]",
    problem: "contain every IPv4 address",
    fixes: "clusters[0].nodeCidrs[0]",
  },
  {
    when: "a network is one that Azure routes nowhere",
    config: { network: { addressSpace: "169.254.0.0/24", subnetPrefix: "169.254.0.0/24" } },
    key: "network.addressSpace",
    problem: "takes in no network",
    fixes: "10.90.0.0/24",
  },
  {
    when: "rules make a transformation longer than Azure takes",
    config: {
      ...arcOnly({ endpointAddress: "192.168.1.9" }),
      events: {
        table: "parsed",
        exclude: Array.from({ length: 28 }, (_, index) => ({
          users: [`u${index}`.repeat(40)],
          pathPrefixes: ["x".repeat(400)],
          protocols: [`p${index}`],
        })),
      },
    },
    key: "events.exclude",
    problem: "characters, and Azure allows 15,360: remove rules",
    fixes: "",
  },
  {
    when: "clusters make user-data longer than Azure takes",
    config: {
      clusters: Array.from({ length: 12 }, (_, index) => ({
        name: `nas-${index}`,
        kind: "azureNative",
        nodeCidrs: Array.from({ length: 256 }, (_, at) => `10.${index}.${at}.0/25`),
      })),
    },
    key: "clusters",
    problem: "Azure allows 65,535: give fewer and wider ranges",
    fixes: "",
  },
  {
    when: "nobody makes the table that events go to",
    config: { events: { table: "parsed", functionOwner: false } },
    key: "events.functionOwner",
    problem: "in a new workspace no other stack creates",
    fixes: "events.functionOwner true",
  },
];
