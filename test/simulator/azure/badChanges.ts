import type { AzureState } from "../../../simulator/azure/azureState";
import type { Operation, Properties } from "../../../simulator/azure/types/azureType";
import { textsAt } from "../../../simulator/azure/types/refusal";

/**
 * A change that Azure refuses. `edit`, `name` or `given` causes the refusal: without them, Azure accepts the change,
 * unless `always` is set.
 */
export interface BadChange {
  readonly type: string;
  readonly code: string;
  readonly operation: Operation;
  /** New values of inputs, by path. Undefined removes the input. */
  readonly edit?: Readonly<Record<string, unknown>>;
  /** Replaces the last part of the resource's id, or the whole id if it begins with a slash. */
  readonly name?: string;
  /** Whether Azure refuses the change even without `edit`, `name` and `given`. */
  readonly always?: true;
  /** Changes Azure's state before the request. */
  readonly given?: (state: AzureState, id: string, inputs: Properties) => void;
}

const copy = (state: AzureState, id: string, edit: Partial<{ id: string; inputs: Properties }> = {}): void => {
  const found = state.resources[id.toLowerCase()];
  if (found === undefined) throw new Error(`no ${id}`);
  const other = { ...found, id: `${id}x`, ...edit };
  state.resources[other.id.toLowerCase()] = other;
};
/** Marks another child resource of the network as being written. */
const busy = (state: AzureState, network: string): void => {
  state.updating = { [network.toLowerCase()]: `${network}/subnets/other` };
};
const many = (count: number, prefix: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, "x"]));
const gone = "/subscriptions/s/resourceGroups/g/providers/Microsoft.X/y/gone";

const vm = "azure-native:compute:VirtualMachine";
const disk = "azure-native:compute:Disk";
const extension = "azure-native:compute:VirtualMachineExtension";
const arcExtension = "azure-native:hybridcompute:MachineExtension";
const run = "azure-native:compute:VirtualMachineRunCommandByVirtualMachine";
const rule = "azure-native:monitor:DataCollectionRule";
const association = "azure-native:monitor:DataCollectionRuleAssociation";
const diagnostic = "azure-native:monitor:DiagnosticSetting";
const workspace = "azure-native:operationalinsights:Workspace";
const table = "azure-native:operationalinsights:Table";
const deployment = "azure-native:resources:Deployment";
const saved = "azure-native:operationalinsights:SavedSearch";
const group = "azure-native:resources:ResourceGroup";
const nsg = "azure-native:network:NetworkSecurityGroup";
const vnet = "azure-native:network:VirtualNetwork";
const subnet = "azure-native:network:Subnet";
const peering = "azure-native:network:VirtualNetworkPeering";
const publicAddress = "azure-native:network:PublicIPAddress";
const nat = "azure-native:network:NatGateway";
const balancer = "azure-native:network:LoadBalancer";
const nic = "azure-native:network:NetworkInterface";
const role = "azure-native:authorization:RoleAssignment";
const alertRule = "azure-native:monitor:ScheduledQueryRule";
const actionGroup = "azure-native:monitor:ActionGroup";

const create = (type: string, code: string, rest: Omit<BadChange, "type" | "code" | "operation">): BadChange => ({
  type,
  code,
  operation: "create",
  ...rest,
});
const update = (type: string, code: string, edit: BadChange["edit"], rest: Partial<BadChange> = {}): BadChange => ({
  type,
  code,
  operation: "update",
  edit: edit ?? {},
  ...rest,
});
const remove = (type: string, code: string, rest: Pick<BadChange, "given"> = {}): BadChange => ({
  type,
  code,
  operation: "delete",
  ...rest,
});
/** Returns deletions of a child resource: of a machine that does not run, and of one whose VM agent does not answer. */
const onStoppedMachine = (type: string): BadChange[] =>
  Object.entries({ deallocated: "OperationNotAllowed", broken: "VMAgentStatusCommunicationError" } as const).map(
    ([power, code]) =>
      remove(type, code, {
        given: (state, id) => {
          const machine = state.machines[id.split("/").slice(0, -2).join("/").toLowerCase()];
          if (machine !== undefined) machine.power = power === "broken" ? "broken" : "deallocated";
        },
      }),
  );
const frontend = "frontendIPConfigurations.0";
const agentChecks = (type: string, at: string): BadChange[] => [
  create(type, "VMExtensionProvisioningError", { edit: { [`${at}protectedSettings`]: { key: "x" } } }),
  create(type, "OnlyOneExtensionPerHandler", { given: copy }),
  create(type, "ExtensionVersionNotFound", { edit: { [`${at}typeHandlerVersion`]: "latest" } }),
  create(type, "AutomaticUpgradeNeedsMinorUpgrade", {
    edit: { [`${at}autoUpgradeMinorVersion`]: false, [`${at}enableAutomaticUpgrade`]: true },
  }),
];

export const badChanges: readonly BadChange[] = [
  // Any resource
  create(disk, "AlreadyExists", { given: (state, id) => void state.existing.push(id.toLowerCase()) }),
  create(disk, "ResourceGroupNotFound", {
    name: "/subscriptions/s/resourceGroups/none/providers/Microsoft.Compute/disks/d",
  }),
  create(extension, "ParentResourceNotFound", {
    given: (state, id) => void delete state.resources[id.split("/").slice(0, -2).join("/").toLowerCase()],
  }),
  create(association, "ResourceNotFound", {
    given: (state, _, inputs) => void delete state.resources[String(inputs.resourceUri).toLowerCase()],
  }),
  create(disk, "TooManyTags", { edit: { tags: many(51, "t") } }),
  create(disk, "InvalidTagNameCharacters", { edit: { tags: { "a/b": "x" } } }),
  create(disk, "ReservedTagName", { edit: { tags: { "azure-owner": "x" } } }),
  create(disk, "DuplicateTagName", { edit: { tags: { owner: "x", Owner: "x" } } }),
  create(disk, "InvalidTagNameLength", { edit: { tags: many(1, "n".repeat(512)) } }),
  create(disk, "InvalidTagValueLength", { edit: { tags: { a: "v".repeat(257) } } }),
  create(disk, "InvalidResourceName", { name: "bad%" }),
  // Groups, deployments, functions
  create(group, "InvalidResourceGroupName", { name: "group of all" }),
  update(deployment, "InvalidRetention", { "properties.template.resources.0.properties.retentionInDays": 3 }),
  update(deployment, "InvalidTotalRetention", {
    "properties.template.resources.0.properties.totalRetentionInDays": 800,
  }),
  update(deployment, "TotalRetentionTooShort", {
    "properties.template.resources.0.properties.totalRetentionInDays": 30,
  }),
  update(deployment, "TablePlanNotSupported", { "properties.template.resources.0.properties.plan": "Basic" }),
  update(deployment, "ParentResourceNotFound", { "properties.template.resources.0.name": "log-other/Syslog" }),
  update(deployment, "NoRegisteredProviderFound", { "properties.template.resources.0.apiVersion": "2024-03-01" }),
  update(saved, "Conflict", {}, { always: true }),
  create(saved, "InvalidFunctionAlias", { edit: { functionAlias: "7events" } }),
  create(saved, "InvalidQuery", { edit: { query: "Syslog | where TimeGenerated > now()" } }),
  // Alerts
  create(alertRule, "ScopeIsInvalid", { edit: { scopes: [] } }),
  create(alertRule, "ResourceNotFound", { edit: { "scopes.0": gone } }),
  create(alertRule, "ActionGroupNotFound", { edit: { "actions.actionGroups.0": gone } }),
  create(alertRule, "IdentityNotFound", { edit: { "identity.userAssignedIdentities.0": gone } }),
  create(alertRule, "MissingIdentity", { edit: { "identity.userAssignedIdentities": [] } }),
  create(alertRule, "RegionMismatch", { edit: { location: "northeurope" } }),
  create(alertRule, "InvalidSeverity", { edit: { severity: 5 } }),
  create(alertRule, "DescriptionTooLong", { edit: { description: "x".repeat(4097) } }),
  create(alertRule, "QueryTooLong", { edit: { "criteria.allOf.0.query": "x".repeat(65_537) } }),
  create(alertRule, "TooManyDimensions", {
    edit: { "criteria.allOf.0.dimensions": Array.from({ length: 7 }, (_, index) => ({ name: `D${index}` })) },
  }),
  create(alertRule, "MissingMeasure", { edit: { "criteria.allOf.0.metricMeasureColumn": undefined } }),
  create(alertRule, "InvalidWindowSize", { edit: { windowSize: "P3D" } }),
  create(alertRule, "FrequencyAboveWindow", { edit: { evaluationFrequency: "PT10M", windowSize: "PT5M" } }),
  create(alertRule, "InvalidFrequency", { edit: { evaluationFrequency: "P2D", autoMitigate: false } }),
  create(alertRule, "StatefulTooSlow", { edit: { evaluationFrequency: "P1D" } }),
  create(alertRule, "AutoMitigateAndMute", { edit: { muteActionsDuration: "PT1H" } }),
  create(actionGroup, "MissingShortName", { edit: { groupShortName: undefined } }),
  create(actionGroup, "InvalidShortName", { edit: { groupShortName: "qumulo-medium" } }),
  create(actionGroup, "DuplicateReceiver", { edit: { "webhookReceivers.0.name": "email-0" } }),
  create(actionGroup, "InvalidServiceUri", { edit: { "webhookReceivers.0.serviceUri": "chat.example.com" } }),
  remove(actionGroup, "ActionGroupInUse"),
  // Roles
  create(role, "PrincipalNotFound", {
    given: (state) => {
      state.principals = [];
    },
  }),
  update(role, "InvalidRoleAssignmentId", { roleAssignmentName: "reader" }),
  create(role, "RoleAssignmentExists", { given: copy }),
  // Workspaces and tables
  update(workspace, "InvalidWorkspaceName", { workspaceName: "-x" }),
  update(workspace, "InvalidParameter", { retentionInDays: 7 }),
  update(workspace, "InvalidParameter", { publicNetworkAccessForIngestion: "Private" }),
  update(workspace, "InvalidParameter", { publicNetworkAccessForQuery: "Private" }),
  create(workspace, "ConflictSoftDeleted", { given: (state, id) => void state.softDeleted.push(id.toLowerCase()) }),
  update(workspace, "InvalidDailyQuota", { "workspaceCapping.dailyQuotaGb": 0.01 }),
  update(workspace, "UnsupportedSku", { "sku.name": "Free" }),
  update(table, "InvalidTableName", { tableName: "QumuloAudit" }),
  update(table, "MissingTimeGenerated", { "schema.columns.0.name": "Time" }),
  update(table, "InvalidColumnType", { "schema.columns.1.type": "datetime" }),
  update(table, "ReservedColumnName", { "schema.columns.1.name": "Type" }),
  update(table, "RetentionNotSupported", { plan: "Basic" }),
  update(
    table,
    "BadRequest",
    { plan: "Basic", retentionInDays: undefined },
    {
      given: (state, id) => {
        state.switched = [id.toLowerCase()];
      },
    },
  ),
  update(table, "InvalidTotalRetention", { totalRetentionInDays: 1825 }),
  update(table, "TotalRetentionBelowRetention", { totalRetentionInDays: 30 }),
  // Rules and associations
  update(rule, "InvalidWorkspace", { "destinations.logAnalytics.0.workspaceResourceId": gone }),
  update(rule, "InvalidDataCollectionEndpoint", { dataCollectionEndpointId: gone }),
  update(rule, "WorkspaceRegionMismatch", { location: "northeurope" }),
  update(rule, "InvalidFacility", { "dataSources.syslog.0.facilityNames": ["local9"] }),
  update(rule, "InvalidLogLevel", { "dataSources.syslog.0.logLevels": ["Informational"] }),
  update(rule, "InvalidStream", { "dataSources.syslog.0.streams": ["Microsoft-CommonSecurityLog"] }),
  update(rule, "InvalidDataFlowDestination", { "dataFlows.0.destinations": ["elsewhere"] }),
  update(rule, "InvalidOutputTable", { "dataFlows.0.outputStream": "Custom-Other_CL" }),
  update(rule, "InvalidPayload", { "dataFlows.0.transformKql": "source | summarize count()" }),
  update(rule, "InvalidPayload", { "dataFlows.0.transformKql": `source | where x == "${"x".repeat(15_360)}"` }),
  update(rule, "InvalidPayload", { "dataFlows.0.transformKql": "source | project TimeGenerated, FilePath = 1" }),
  remove(rule, "DataCollectionRuleHasAssociations"),
  update(association, "InvalidDataCollectionRule", { dataCollectionRuleId: gone }),
  update(association, "InvalidAssociationName", { associationName: "configurationAccessEndpoint" }),
  update(association, "RuleAndEndpoint", {
    associationName: "configurationAccessEndpoint",
    dataCollectionEndpointId: "dce",
  }),
  create(association, "MachineWithoutIdentity", {
    given: (state, _, inputs) => {
      const id = String(inputs.resourceUri).toLowerCase();
      const machine = state.resources[id];
      if (machine !== undefined)
        state.resources[id] = { ...machine, inputs: { ...machine.inputs, identity: undefined } };
    },
  }),
  create(association, "DuplicateAssociation", { given: copy }),
  update(diagnostic, "BadRequest", { workspaceId: undefined }),
  update(diagnostic, "UnsupportedCategory", { "logs.0.category": "Everything" }),
  create(diagnostic, "TooManyDiagnosticSettings", {
    given: (state, id) => {
      for (const end of "abcde") copy(state, id, { id: `${id}${end}` });
    },
  }),
  update(diagnostic, "WorkspaceNotFound", { workspaceId: gone }),
  // Machines
  ...Object.entries({
    "osProfile.customData": "bmV3",
    "osProfile.computerName": "other",
    "osProfile.linuxConfiguration.ssh.publicKeys": [{ path: "/x", keyData: "ssh-ed25519 AAAA" }],
    "storageProfile.imageReference": { offer: "other" },
    "osProfile.adminUsername": "other",
    "securityProfile.securityType": "Standard",
    "securityProfile.uefiSettings.secureBootEnabled": false,
    "securityProfile.encryptionAtHost": false,
    "availabilitySet.id": "other",
  }).map(([path, value]) => update(vm, "PropertyChangeNotAllowed", { [path]: value })),
  update(vm, "PropertyChangeNotAllowed", { zones: ["2"], "storageProfile.dataDisks": [] }),
  update(vm, "ResizeDiskError", { "storageProfile.osDisk.diskSizeGB": 30 }),
  update(vm, "NetworkInterfaceNotFound", { "networkProfile.networkInterfaces.0.id": gone }),
  update(vm, "DiskNotFound", { "storageProfile.dataDisks.0.managedDisk.id": gone }),
  create(vm, "NicInUse", { edit: { "storageProfile.dataDisks": [] }, given: copy }),
  create(vm, "AttachDiskWhileBeingDetached", { edit: { "networkProfile.networkInterfaces": [] }, given: copy }),
  create(vm, "BadRequest", { edit: { zones: ["3"] } }),
  create(vm, "InvalidParameter", { edit: { "osProfile.adminUsername": "root" } }),
  create(vm, "VMSizeDoesNotSupportPremiumStorage", { edit: { "hardwareProfile.vmSize": "Standard_D2_v5" } }),
  create(vm, "CustomDataTooLarge", { edit: { "osProfile.customData": Buffer.alloc(65_536).toString("base64") } }),
  create(vm, "InvalidComputerName", { edit: { "osProfile.computerName": "vm_1" } }),
  create(vm, "OSDiskTooSmall", { edit: { "storageProfile.osDisk.diskSizeGB": 16 } }),
  create(vm, "InvalidSshKey", { edit: { "osProfile.linuxConfiguration.ssh.publicKeys.0.keyData": "ssh-dss AAAA" } }),
  update(disk, "ResizeDiskError", { diskSizeGB: 8 }),
  create(disk, "InvalidDiskSize", { edit: { diskSizeGB: 40_000 } }),
  remove(disk, "OperationNotAllowed"),
  ...agentChecks(extension, ""),
  ...onStoppedMachine(extension),
  ...onStoppedMachine(run),
  ...agentChecks(arcExtension, "properties."),
  create(arcExtension, "OperationTimedOut", {
    given: (state, id) => {
      state.disconnected = [id.split("/").slice(0, -2).join("/").toLowerCase()];
    },
  }),
  update(run, "InvalidParameter", { source: undefined }),
  update(run, "InvalidTimeout", { timeoutInSeconds: 10 }),
  create(run, "TooManyRunCommands", {
    given: (state, id) => {
      for (let index = 0; index < 25; index++) copy(state, id, { id: `${id}${index}` });
    },
  }),
  update(run, "ParameterWithoutName", { parameters: [{ value: "1" }] }),
  // Network
  update(nsg, "SecurityRuleInvalidPriority", { "securityRules.0.priority": 99 }),
  update(nsg, "SecurityRuleConflict", { "securityRules.0.priority": 110 }),
  update(nsg, "SecurityRuleParameterContainsOverlappingPrefixes", {
    "securityRules.0.sourceAddressPrefixes": ["10.0.0.0/8", "10.1.0.0/16"],
  }),
  update(nsg, "SecurityRuleTooManyAddressPrefixes", {
    "securityRules.0.sourceAddressPrefixes": Array.from(
      { length: 4_001 },
      (_, index) => `10.${index >> 8}.${index & 255}.0/25`,
    ),
  }),
  update(nsg, "SecurityRuleInvalidDescription", { "securityRules.0.description": "x".repeat(141) }),
  remove(nsg, "InUseNetworkSecurityGroupCannotBeDeleted"),
  create(vnet, "InvalidAddressSpace", { edit: { "addressSpace.addressPrefixes": ["127.0.0.0/24"] } }),
  update(vnet, "InUseSubnetCannotBeDeleted", { "addressSpace.addressPrefixes": ["10.91.0.0/24"] }),
  create(subnet, "NetcfgInvalidSubnet", { edit: { addressPrefix: "10.91.0.0/26" } }),
  create(subnet, "NetcfgSubnetRangesOverlap", { given: copy }),
  create(subnet, "InvalidCIDRNotation", { edit: { addressPrefix: "10.90.0.0/30" } }),
  create(subnet, "InvalidResourceReference", { edit: { "networkSecurityGroup.id": gone } }),
  create(subnet, "NatGatewayNotFound", { edit: { "natGateway.id": gone } }),
  update(subnet, "InUsePrefixCannotBeChanged", { addressPrefix: "10.90.0.64/26" }),
  remove(subnet, "InUseSubnetCannotBeDeleted"),
  create(peering, "RemoteVnetNotFound", { edit: { "remoteVirtualNetwork.id": gone, useRemoteGateways: false } }),
  create(subnet, "AnotherOperationInProgress", {
    given: (state, id) => void busy(state, id.split("/").slice(0, -2).join("/")),
  }),
  create(peering, "AnotherOperationInProgress", {
    given: (state, id) => void busy(state, id.split("/").slice(0, -2).join("/")),
  }),
  create(peering, "ReferencedResourceNotProvisioned", {
    given: (state, _, inputs) => busy(state, textsAt(inputs, "remoteVirtualNetwork.id")[0] ?? ""),
  }),
  create(peering, "VnetAddressSpaceOverlapsWithRemote", {
    given: (state, id, inputs) => {
      const own = id.split("/").slice(0, -2).join("/");
      const [remote] = [inputs.remoteVirtualNetwork].map((one) => JSON.parse(JSON.stringify(one)).id as string);
      copy(state, own, { id: remote ?? "" });
    },
  }),
  create(peering, "RemotePeeringIsDisconnected", {
    given: (state, id) => {
      for (const [key, other] of Object.entries(state.resources))
        if (other.token === peering && other.id !== id) delete state.resources[key];
    },
  }),
  update(publicAddress, "StandardSkuMustBeStatic", { publicIPAllocationMethod: "Dynamic" }),
  remove(publicAddress, "PublicIPAddressCannotBeDeleted"),
  update(nat, "PublicIPAddressNotFound", { "publicIpAddresses.0.id": gone }),
  remove(nat, "InUseNatGatewayCannotBeDeleted"),
  update(balancer, "SubnetNotFound", { [`${frontend}.subnet.id`]: gone }),
  update(balancer, "LoadBalancingRuleMustHaveProbe", { "loadBalancingRules.0.probe": undefined }),
  update(balancer, "PrivateIPAddressNotInSubnet", { [`${frontend}.privateIPAddress`]: "10.91.0.4" }),
  update(balancer, "PrivateIPAddressInReservedRange", { [`${frontend}.privateIPAddress`]: "10.90.0.3" }),
  create(balancer, "PrivateIPAddressIsAllocated", { given: copy }),
  update(balancer, "LoadBalancingRuleInvalidPort", { "loadBalancingRules.0.frontendPort": 65_535 }),
  update(balancer, "InvalidIdleTimeout", { "loadBalancingRules.0.idleTimeoutInMinutes": 101 }),
  update(balancer, "FrontendZonesImmutable", { [`${frontend}.zones`]: ["1"] }),
  update(balancer, "PropertyChangeNotAllowed", { "sku.name": "Basic" }),
  remove(balancer, "LoadBalancerInUse"),
  update(nic, "InvalidResourceReference", { "ipConfigurations.0.subnet.id": gone }),
  update(nic, "InvalidBackendPoolReference", {
    "ipConfigurations.0.loadBalancerBackendAddressPools.0.id": `${gone}/backendAddressPools/p`,
  }),
  remove(nic, "NicInUse"),
];
