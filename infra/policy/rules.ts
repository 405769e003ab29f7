/** A resource as a policy sees it. */
export interface PolicyResource {
  /** Example: `azure-native:network:LoadBalancer`. */
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly deleteBeforeReplace: boolean;
}

/** A rule over one resource, or over all of a stack. */
export interface Rule {
  /** Example: `vm-no-password`. */
  readonly name: string;
  readonly description: string;
  /** Where the demand comes from. */
  readonly source: string;
  readonly type?: string;
  /** What is wrong; empty where nothing is. */
  readonly one?: (props: PolicyResource["props"], resource: PolicyResource) => readonly string[];
  readonly all?: (resources: readonly PolicyResource[]) => readonly string[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path; undefined where there is none. Example: `at(props, "osProfile.linuxConfiguration")`. */
const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), value);
const list = (value: unknown, path: string): readonly unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};
/** Every name in a value, however deep. A proxy may be called secret.example.com. */
const namesOf = (value: unknown): readonly string[] =>
  isRecord(value) ? Object.entries(value).flatMap(([name, part]) => [name, ...namesOf(part)]) : [];
const wrong = (is: boolean, says: string): readonly string[] => (is ? [says] : []);

const PSRULE = "PSRule.Rules.Azure, baseline GA_2026_03: ";
const OWN = "docs/security.md";
const vm = "azure-native:compute:VirtualMachine";
const nic = "azure-native:network:NetworkInterface";
const nsg = "azure-native:network:NetworkSecurityGroup";
const subnet = "azure-native:network:Subnet";
const address = "azure-native:network:PublicIPAddress";
const balancer = "azure-native:network:LoadBalancer";
const rule = "azure-native:monitor:DataCollectionRule";
const association = "azure-native:monitor:DataCollectionRuleAssociation";
const workspace = "azure-native:operationalinsights:Workspace";
const run = "azure-native:compute:VirtualMachineRunCommandByVirtualMachine";
const extension = "azure-native:compute:VirtualMachineExtension";
const saved = "azure-native:operationalinsights:SavedSearch";

const TAGGED = [vm, nic, nsg, address, balancer, rule, workspace, "azure-native:compute:Disk"];
const inbound = (props: unknown) => list(props, "securityRules").filter((one) => at(one, "direction") === "Inbound");
const ANY = ["*", "Internet", "0.0.0.0/0", "Any"];

/** The rules of this project: the critical and important ones of a public baseline for our types, and our own. */
export const rules: readonly Rule[] = [
  {
    name: "nic-no-public-address",
    description: "No machine has a public address.",
    source: `${PSRULE}Azure.VM.PublicIPAttached`,
    type: nic,
    one: (props) =>
      wrong(
        list(props, "ipConfigurations").some((one) => at(one, "publicIPAddress") !== undefined),
        "has a public address",
      ),
  },
  {
    name: "vm-key-only",
    description: "Machines take keys and no password.",
    source: `${PSRULE}Azure.VM.PublicKey`,
    type: vm,
    one: (props) =>
      wrong(
        at(props, "osProfile.linuxConfiguration.disablePasswordAuthentication") !== true ||
          at(props, "osProfile.adminPassword") !== undefined,
        "allows a password",
      ),
  },
  {
    name: "vm-agent",
    description: "Machines run Azure's guest agent, through which the gates and the monitoring agent come.",
    source: `${PSRULE}Azure.VM.Agent`,
    type: vm,
    one: (props) => wrong(at(props, "osProfile.linuxConfiguration.provisionVMAgent") !== true, "has no guest agent"),
  },
  {
    name: "vm-patched",
    description: "A patch mode is chosen, not left to chance.",
    source: `${PSRULE}Azure.VM.Updates`,
    type: vm,
    one: (props) =>
      wrong(at(props, "osProfile.linuxConfiguration.patchSettings.patchMode") === undefined, "has no patch mode"),
  },
  {
    name: "vm-managed-premium-disks",
    description: "Disks are managed, the system disk premium: the service level of a single machine needs it.",
    source: `${PSRULE}Azure.VM.UseManagedDisks, Azure.VM.Standalone`,
    type: vm,
    one: (props) =>
      wrong(
        !String(at(props, "storageProfile.osDisk.managedDisk.storageAccountType")).startsWith("Premium"),
        "has no premium system disk",
      ),
  },
  {
    name: "vm-disk-caching",
    description: "The spool disk has no host cache: what it acknowledges must be on disk.",
    source: `${PSRULE}Azure.VM.DiskCaching`,
    type: vm,
    one: (props) =>
      wrong(
        list(props, "storageProfile.dataDisks").some((one) => at(one, "caching") !== "None"),
        "caches its data disk",
      ),
  },
  {
    name: "vm-no-basic-size",
    description: "No machine of a basic or burstable size: credits end in the middle of a flood.",
    source: `${PSRULE}Azure.VM.BasicSku`,
    type: vm,
    one: (props) =>
      wrong(
        /^(Basic_|Standard_B\d)/.test(String(at(props, "hardwareProfile.vmSize"))),
        "has a basic or burstable size",
      ),
  },
  {
    name: "vm-trusted-launch",
    description: "Secure boot and a virtual TPM are on.",
    source: OWN,
    type: vm,
    one: (props) =>
      wrong(
        at(props, "securityProfile.securityType") !== "TrustedLaunch" ||
          at(props, "securityProfile.uefiSettings.secureBootEnabled") !== true,
        "starts without trusted launch",
      ),
  },
  {
    name: "vm-spread",
    description: "Machines lie in a zone or an availability set.",
    source: `${PSRULE}Azure.VM.ASAlignment`,
    type: vm,
    one: (props) =>
      wrong(
        list(props, "zones").length === 0 && at(props, "availabilitySet.id") === undefined,
        "is in no zone and no availability set",
      ),
  },
  {
    name: "nsg-no-any-source",
    description: "Nothing is let in from anywhere.",
    source: `${PSRULE}Azure.NSG.AnyInboundSource`,
    type: nsg,
    one: (props) =>
      wrong(
        inbound(props).some(
          (one) =>
            at(one, "access") === "Allow" &&
            [at(one, "sourceAddressPrefix"), ...list(one, "sourceAddressPrefixes")].some((from) =>
              ANY.includes(String(from)),
            ),
        ),
        "lets in any source",
      ),
  },
  {
    name: "nsg-probes-before-deny",
    description: "Health probes are let in before everything is denied; the default rule stands behind a deny-all.",
    source: `${PSRULE}Azure.NSG.DenyAllInbound`,
    type: nsg,
    one: (props) => {
      const priority = (is: (one: unknown) => boolean) => Number(at(inbound(props).find(is), "priority") ?? Number.NaN);
      const deny = priority((one) => at(one, "access") === "Deny" && at(one, "sourceAddressPrefix") === "*");
      const probes = priority(
        (one) => at(one, "access") === "Allow" && at(one, "sourceAddressPrefix") === "AzureLoadBalancer",
      );
      return wrong(!(probes < deny), "denies health probes, or does not deny the rest");
    },
  },
  {
    name: "nsg-no-lateral-movement",
    description: "Forwarders open no SSH or RDP sessions to others.",
    source: `${PSRULE}Azure.NSG.LateralTraversal`,
    type: nsg,
    one: (props) =>
      wrong(
        !list(props, "securityRules").some(
          (one) =>
            at(one, "direction") === "Outbound" &&
            at(one, "access") === "Deny" &&
            ["22", "3389"].every((port) => list(one, "destinationPortRanges").includes(port)),
        ),
        "lets machines open SSH or RDP sessions",
      ),
  },
  {
    name: "nsg-no-ssh",
    description: "No SSH is let in; people come through the serial console or run commands.",
    source: OWN,
    type: nsg,
    one: (props) =>
      wrong(
        inbound(props).some(
          (one) => at(one, "access") === "Allow" && ["22", "*"].includes(String(at(one, "destinationPortRange"))),
        ),
        "lets SSH in",
      ),
  },
  {
    name: "subnet-has-security-group",
    description: "A subnet of ours carries a security group.",
    source: `${PSRULE}Azure.VNET.UseNSGs`,
    type: subnet,
    one: (props) => wrong(at(props, "networkSecurityGroup.id") === undefined, "has no security group"),
  },
  {
    name: "subnet-private",
    description: "No default way out of a subnet of ours.",
    source: `${PSRULE}Azure.VNET.PrivateSubnet`,
    type: subnet,
    one: (props) => wrong(at(props, "defaultOutboundAccess") !== false, "has the default way out"),
  },
  {
    name: "address-standard-zonal",
    description: "Public addresses (of the NAT gateway) are Standard and static.",
    source: `${PSRULE}Azure.PublicIP.StandardSKU`,
    type: address,
    one: (props) =>
      wrong(
        at(props, "sku.name") !== "Standard" || props.publicIPAllocationMethod !== "Static",
        "is not Standard and static",
      ),
  },
  {
    name: "balancer-standard-internal",
    description: "The endpoint is Standard, internal and static.",
    source: `${PSRULE}Azure.LB.StandardSKU`,
    type: balancer,
    one: (props) => [
      ...wrong(at(props, "sku.name") !== "Standard", "is not Standard"),
      ...wrong(
        list(props, "frontendIPConfigurations").some(
          (one) => at(one, "publicIPAddress") !== undefined || at(one, "privateIPAllocationMethod") !== "Static",
        ),
        "has a public or changing address",
      ),
    ],
  },
  {
    name: "balancer-probe",
    description: "Every rule of the endpoint has a probe.",
    source: `${PSRULE}Azure.LB.Probe`,
    type: balancer,
    one: (props) =>
      wrong(
        list(props, "loadBalancingRules").some((one) => at(one, "probe.id") === undefined),
        "has a rule without a probe",
      ),
  },
  {
    name: "use-tags",
    description: "With tags configured, every resource that takes them has them.",
    source: `${PSRULE}Azure.Resource.UseTags`,
    all: (resources) => {
      const taggable = resources.filter(({ type }) => TAGGED.includes(type));
      const tagged = taggable.filter(({ props }) => isRecord(props.tags));
      return tagged.length === 0
        ? []
        : taggable.filter((one) => !tagged.includes(one)).map(({ name }) => `${name} has no tags`);
    },
  },
  {
    name: "rule-facilities-minimal",
    description:
      "The rule collects one facility and one level: everything more is somebody else's noise, and paid for.",
    source: OWN,
    type: rule,
    one: (props) =>
      list(props, "dataSources.syslog").flatMap((source) =>
        wrong(
          list(source, "facilityNames").join() !== "local0" || list(source, "logLevels").join() !== "Info",
          "collects more than local0.Info",
        ),
      ),
  },
  {
    name: "association-present",
    description: "Every machine is associated with the rule: without it the agent collects nothing, and says nothing.",
    source: OWN,
    all: (resources) => {
      const count = (type: string) => resources.filter((one) => one.type === type).length;
      const rules = resources.filter(
        (one) => one.type === association && one.props.associationName === "qumulo-audit",
      ).length;
      return wrong(rules < count(vm), `${count(vm)} machines and ${rules} associations`);
    },
  },
  {
    name: "functions-made-anew",
    description: "A changed function is deleted before it is made: Azure refuses its update, and two of one name.",
    source: OWN,
    type: saved,
    one: (_, { deleteBeforeReplace }) => wrong(!deleteBeforeReplace, "is not deleted before it is made anew"),
  },
  {
    name: "gate-fails-the-deployment",
    description:
      "A script that fails on a machine fails the deployment; by default Azure only says that it was started.",
    source: OWN,
    type: run,
    one: (props) =>
      wrong(
        props.treatFailureAsDeploymentFailure !== true || props.asyncExecution === true,
        "does not fail the deployment",
      ),
  },
  {
    name: "no-secrets-in-extensions",
    description: "The agent's extension has no protected settings, and no secret in its settings.",
    source: `${PSRULE}Azure.VM.ScriptExtensions`,
    type: extension,
    one: (props) =>
      wrong(
        props.protectedSettings !== undefined ||
          namesOf(props.settings).some((name) => /password|secret|key$/i.test(name)),
        "carries a secret",
      ),
  },
  {
    name: "workspace-private-reading",
    description: "Reading a machine does not give its audit rows.",
    source: OWN,
    type: workspace,
    one: (props) =>
      wrong(
        at(props, "features.enableLogAccessUsingOnlyResourcePermissions") !== false ||
          at(props, "features.disableLocalAuth") !== true,
        "lets readers of a machine read its rows, or takes keys",
      ),
  },
  {
    name: "workspace-network-stated",
    description:
      "Both public ways of the workspace are said to be open or shut: what is left out might stay as it was.",
    source: OWN,
    type: workspace,
    one: (props) =>
      ["publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"]
        .filter((way) => !["Enabled", "Disabled"].includes(String(props[way])))
        .map((way) => `does not state ${way}`),
  },
  {
    name: "private-ingestion-endpoint",
    description: "Where the workspace takes nothing over the public way, its rule has an endpoint to take it through.",
    source: OWN,
    all: (resources) => {
      const isClosed = resources.some(
        ({ type, props }) => type === workspace && props.publicNetworkAccessForIngestion === "Disabled",
      );
      return resources
        .filter(({ type, props }) => isClosed && type === rule && props.dataCollectionEndpointId === undefined)
        .map(({ name }) => `${name} has no endpoint, and the workspace is closed`);
    },
  },
  {
    name: "children-deleted-first",
    description:
      "Every part of a machine is deleted before it is replaced: else an interrupted roll deletes a living one.",
    source: "docs/deploy.md",
    all: (resources) =>
      resources
        .filter(({ type }) => [vm, run, extension, association].includes(type))
        .filter(({ deleteBeforeReplace }) => !deleteBeforeReplace)
        .map(({ name }) => `${name} is not deleted before it is replaced`),
  },
];

/** A rule that a stack breaks. */
export interface Violation {
  readonly rule: string;
  readonly resource: string;
  readonly says: string;
}

/** Everything that is wrong with the resources of a stack. */
export const violations = (resources: readonly PolicyResource[]): Violation[] =>
  rules.flatMap(({ name, type, one, all }) => [
    ...resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) =>
        (one?.(resource.props, resource) ?? []).map((says) => ({ rule: name, resource: resource.name, says })),
      ),
    ...(all?.(resources) ?? []).map((says) => ({ rule: name, resource: "the stack", says })),
  ]);
