/** A resource in the form in which policies receive it. */
export interface PolicyResource {
  /** Example: `azure-native:network:LoadBalancer`. */
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly deleteBeforeReplace: boolean;
}

/** A policy rule that checks either each resource of one type, or all resources of a stack together. */
export interface Rule {
  /** Example: `vm-no-password`. */
  readonly name: string;
  readonly description: string;
  /** The baseline rule or the document that requires this rule. */
  readonly source: string;
  readonly type?: string;
  /** Returns the problems of one resource; an empty list if there are none. */
  readonly one?: (props: PolicyResource["props"], resource: PolicyResource) => readonly string[];
  /** Returns the problems of the whole stack. */
  readonly all?: (resources: readonly PolicyResource[]) => readonly string[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the value at a path; undefined if there is none. Example: `at(props, "osProfile.linuxConfiguration")`. */
const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), value);
const list = (value: unknown, path: string): readonly unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};
/**
 * Returns every property name in an object, at any depth. Property values are not searched, because a proxy's host may
 * be called secret.example.com.
 */
const namesOf = (value: unknown): readonly string[] =>
  isRecord(value) ? Object.entries(value).flatMap(([name, part]) => [name, ...namesOf(part)]) : [];
const problemIf = (isWrong: boolean, problem: string): readonly string[] => (isWrong ? [problem] : []);

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
const alertRule = "azure-native:monitor:ScheduledQueryRule";
const saved = "azure-native:operationalinsights:SavedSearch";

const TAGGED = [vm, nic, nsg, address, balancer, rule, workspace, alertRule, "azure-native:compute:Disk"];
const inbound = (props: unknown) => list(props, "securityRules").filter((one) => at(one, "direction") === "Inbound");
const ANY = ["*", "Internet", "0.0.0.0/0", "Any"];

/**
 * The rules that this pack enforces. Some are the critical and important rules of a public baseline for this project's
 * resource types; the others are this project's own.
 */
export const rules: readonly Rule[] = [
  {
    name: "nic-no-public-address",
    description: "No machine has a public address.",
    source: `${PSRULE}Azure.VM.PublicIPAttached`,
    type: nic,
    one: (props) =>
      problemIf(
        list(props, "ipConfigurations").some((one) => at(one, "publicIPAddress") !== undefined),
        "has a public address",
      ),
  },
  {
    name: "vm-key-only",
    description: "Machines accept SSH keys and no password.",
    source: `${PSRULE}Azure.VM.PublicKey`,
    type: vm,
    one: (props) =>
      problemIf(
        at(props, "osProfile.linuxConfiguration.disablePasswordAuthentication") !== true ||
          at(props, "osProfile.adminPassword") !== undefined,
        "allows a password",
      ),
  },
  {
    name: "vm-agent",
    description: "Machines run Azure's guest agent, which runs the machine's checks and installs the monitoring agent.",
    source: `${PSRULE}Azure.VM.Agent`,
    type: vm,
    one: (props) =>
      problemIf(at(props, "osProfile.linuxConfiguration.provisionVMAgent") !== true, "has no guest agent"),
  },
  {
    name: "vm-patched",
    description: "A patch mode is set explicitly.",
    source: `${PSRULE}Azure.VM.Updates`,
    type: vm,
    one: (props) =>
      problemIf(at(props, "osProfile.linuxConfiguration.patchSettings.patchMode") === undefined, "has no patch mode"),
  },
  {
    name: "vm-managed-premium-disks",
    description:
      "Disks are managed, and the system disk is premium, because Azure's service level for a single machine requires it.",
    source: `${PSRULE}Azure.VM.UseManagedDisks, Azure.VM.Standalone`,
    type: vm,
    one: (props) =>
      problemIf(
        !String(at(props, "storageProfile.osDisk.managedDisk.storageAccountType")).startsWith("Premium"),
        "has no premium system disk",
      ),
  },
  {
    name: "vm-disk-caching",
    description: "The spool disk has no host cache, because an acknowledged write must be on the disk.",
    source: `${PSRULE}Azure.VM.DiskCaching`,
    type: vm,
    one: (props) =>
      problemIf(
        list(props, "storageProfile.dataDisks").some((one) => at(one, "caching") !== "None"),
        "caches its data disk",
      ),
  },
  {
    name: "vm-no-basic-size",
    description: "No machine has a basic or burstable size, because CPU credits run out during a flood of events.",
    source: `${PSRULE}Azure.VM.BasicSku`,
    type: vm,
    one: (props) =>
      problemIf(
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
      problemIf(
        at(props, "securityProfile.securityType") !== "TrustedLaunch" ||
          at(props, "securityProfile.uefiSettings.secureBootEnabled") !== true,
        "starts without trusted launch",
      ),
  },
  {
    name: "vm-spread",
    description: "Machines are in a zone or an availability set.",
    source: `${PSRULE}Azure.VM.ASAlignment`,
    type: vm,
    one: (props) =>
      problemIf(
        list(props, "zones").length === 0 && at(props, "availabilitySet.id") === undefined,
        "is in no zone and no availability set",
      ),
  },
  {
    name: "nsg-no-any-source",
    description: "No rule allows traffic from any source.",
    source: `${PSRULE}Azure.NSG.AnyInboundSource`,
    type: nsg,
    one: (props) =>
      problemIf(
        inbound(props).some(
          (one) =>
            at(one, "access") === "Allow" &&
            [at(one, "sourceAddressPrefix"), ...list(one, "sourceAddressPrefixes")].some((from) =>
              ANY.includes(String(from)),
            ),
        ),
        "allows traffic from any source",
      ),
  },
  {
    name: "nsg-probes-before-deny",
    description:
      "The security rule that allows health probes has priority over the one that denies all other traffic. Azure's default rule for probes would come after the denial.",
    source: `${PSRULE}Azure.NSG.DenyAllInbound`,
    type: nsg,
    one: (props) => {
      const priority = (is: (one: unknown) => boolean) => Number(at(inbound(props).find(is), "priority") ?? Number.NaN);
      const deny = priority((one) => at(one, "access") === "Deny" && at(one, "sourceAddressPrefix") === "*");
      const probes = priority(
        (one) => at(one, "access") === "Allow" && at(one, "sourceAddressPrefix") === "AzureLoadBalancer",
      );
      return problemIf(!(probes < deny), "denies health probes, or does not deny the rest");
    },
  },
  {
    name: "nsg-no-lateral-movement",
    description: "Forwarders cannot open SSH or RDP sessions to other machines.",
    source: `${PSRULE}Azure.NSG.LateralTraversal`,
    type: nsg,
    one: (props) =>
      problemIf(
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
    description: "No rule allows SSH. Administrators use the serial console or run commands.",
    source: OWN,
    type: nsg,
    one: (props) =>
      problemIf(
        inbound(props).some(
          (one) => at(one, "access") === "Allow" && ["22", "*"].includes(String(at(one, "destinationPortRange"))),
        ),
        "allows SSH",
      ),
  },
  {
    name: "subnet-has-security-group",
    description: "A subnet that the stack creates has a security group.",
    source: `${PSRULE}Azure.VNET.UseNSGs`,
    type: subnet,
    one: (props) => problemIf(at(props, "networkSecurityGroup.id") === undefined, "has no security group"),
  },
  {
    name: "subnet-private",
    description: "A subnet that the stack creates has no default outbound access.",
    source: `${PSRULE}Azure.VNET.PrivateSubnet`,
    type: subnet,
    one: (props) => problemIf(at(props, "defaultOutboundAccess") !== false, "has default outbound access"),
  },
  {
    name: "address-standard-zonal",
    description: "Public addresses, which only the NAT gateway has, are Standard and static.",
    source: `${PSRULE}Azure.PublicIP.StandardSKU`,
    type: address,
    one: (props) =>
      problemIf(
        at(props, "sku.name") !== "Standard" || props.publicIPAllocationMethod !== "Static",
        "is not Standard and static",
      ),
  },
  {
    name: "balancer-standard-internal",
    description: "The load balancer is Standard and internal, and its address is static.",
    source: `${PSRULE}Azure.LB.StandardSKU`,
    type: balancer,
    one: (props) => [
      ...problemIf(at(props, "sku.name") !== "Standard", "is not Standard"),
      ...problemIf(
        list(props, "frontendIPConfigurations").some(
          (one) => at(one, "publicIPAddress") !== undefined || at(one, "privateIPAllocationMethod") !== "Static",
        ),
        "has a public or changing address",
      ),
    ],
  },
  {
    name: "balancer-probe",
    description: "Every load-balancing rule has a health probe.",
    source: `${PSRULE}Azure.LB.Probe`,
    type: balancer,
    one: (props) =>
      problemIf(
        list(props, "loadBalancingRules").some((one) => at(one, "probe.id") === undefined),
        "has a rule without a probe",
      ),
  },
  {
    name: "use-tags",
    description: "If tags are configured, every resource that supports tags has them.",
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
      "The data collection rule collects one syslog facility and one severity. Other programs' lines would only add cost.",
    source: OWN,
    type: rule,
    one: (props) =>
      list(props, "dataSources.syslog").flatMap((source) =>
        problemIf(
          list(source, "facilityNames").join() !== "local0" || list(source, "logLevels").join() !== "Info",
          "collects more than local0.Info",
        ),
      ),
  },
  {
    name: "association-present",
    description:
      "Every machine is associated with the data collection rule, because without the association the agent collects nothing and reports no error.",
    source: OWN,
    all: (resources) => {
      const count = (type: string) => resources.filter((one) => one.type === type).length;
      const rules = resources.filter(
        (one) => one.type === association && one.props.associationName === "qumulo-audit",
      ).length;
      return problemIf(rules < count(vm), `${count(vm)} machines and ${rules} associations`);
    },
  },
  {
    name: "functions-deleted-first",
    description:
      "A changed function is deleted before it is created again, because Azure refuses to update a function and to create a second one with the same name.",
    source: OWN,
    type: saved,
    one: (_, { deleteBeforeReplace }) => problemIf(!deleteBeforeReplace, "is not deleted before it is created again"),
  },
  {
    name: "check-fails-the-deployment",
    description:
      "A script that fails on a machine fails the deployment. By default Azure only reports that the script was started.",
    source: OWN,
    type: run,
    one: (props) =>
      problemIf(
        props.treatFailureAsDeploymentFailure !== true || props.asyncExecution === true,
        "does not fail the deployment",
      ),
  },
  {
    name: "no-secrets-in-extensions",
    description:
      "The agent's extension has no protected settings, and none of its public settings is named like a secret.",
    source: `${PSRULE}Azure.VM.ScriptExtensions`,
    type: extension,
    one: (props) =>
      problemIf(
        props.protectedSettings !== undefined ||
          namesOf(props.settings).some((name) => /password|secret|key$/i.test(name)),
        "carries a secret",
      ),
  },
  {
    name: "workspace-private-reading",
    description: "Read access to a machine does not include its audit rows, and the workspace accepts no shared keys.",
    source: OWN,
    type: workspace,
    one: (props) =>
      problemIf(
        at(props, "features.enableLogAccessUsingOnlyResourcePermissions") !== false ||
          at(props, "features.disableLocalAuth") !== true,
        "lets readers of a machine read its rows, or accepts keys",
      ),
  },
  {
    name: "workspace-network-stated",
    description:
      "Public access to the workspace is set explicitly for ingestion and queries, because Azure may keep the old value of an omitted property.",
    source: OWN,
    type: workspace,
    one: (props) =>
      ["publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"]
        .filter((access) => !["Enabled", "Disabled"].includes(String(props[access])))
        .map((access) => `does not set ${access}`),
  },
  {
    name: "private-ingestion-endpoint",
    description: "If the workspace refuses public ingestion, its data collection rule has a data collection endpoint.",
    source: OWN,
    all: (resources) => {
      const isClosed = resources.some(
        ({ type, props }) => type === workspace && props.publicNetworkAccessForIngestion === "Disabled",
      );
      return resources
        .filter(({ type, props }) => isClosed && type === rule && props.dataCollectionEndpointId === undefined)
        .map(({ name }) => `${name} has no endpoint, and the workspace refuses public ingestion`);
    },
  },
  {
    name: "alert-rule-identity",
    description:
      "An alert rule has an identity of its own, because otherwise it would have the rights of the person who changed it last.",
    source: OWN,
    type: alertRule,
    one: (props) =>
      problemIf(
        at(props, "identity.type") !== "UserAssigned" || list(props, "identity.userAssignedIdentities").length === 0,
        "has no identity of its own",
      ),
  },
  {
    name: "alert-rule-enabled",
    description: "Every alert rule is enabled, and resolves its alerts, so that they can fire again.",
    source: OWN,
    type: alertRule,
    one: (props) => problemIf(props.enabled !== true || props.autoMitigate !== true, "is disabled, or never resolves"),
  },
  {
    name: "children-deleted-first",
    description:
      "A machine or a machine's child resource is deleted before its replacement is created, because otherwise the next `up` after an interrupted rollout would delete the replacement.",
    source: "docs/deploy.md",
    all: (resources) =>
      resources
        .filter(({ type }) => [vm, run, extension, association].includes(type))
        .filter(({ deleteBeforeReplace }) => !deleteBeforeReplace)
        .map(({ name }) => `${name} is not deleted before it is replaced`),
  },
];

/** The violation of a rule by one resource or by the whole stack. */
export interface Violation {
  readonly rule: string;
  readonly resource: string;
  readonly problem: string;
}

/** Returns all violations in a stack's resources. */
export const violations = (resources: readonly PolicyResource[]): Violation[] =>
  rules.flatMap(({ name, type, one, all }) => [
    ...resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) =>
        (one?.(resource.props, resource) ?? []).map((problem) => ({ rule: name, resource: resource.name, problem })),
      ),
    ...(all?.(resources) ?? []).map((problem) => ({ rule: name, resource: "the stack", problem })),
  ]);
