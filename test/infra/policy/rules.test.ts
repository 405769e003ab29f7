import { describe, expect, it } from "vitest";
import { isRecord } from "../../../components/isRecord";
import { type PolicyResource, rules, violations } from "../../../infra/policy/rules";
import { graphOf, type StackName, stacks } from "../../exampleStacks";
import { policyResources } from "./policyResources";

/** Returns the resources with one value changed in the first resource of a type. `undefined` removes the value. */
function spoiled(resources: readonly PolicyResource[], type: string, path: string, value: unknown): PolicyResource[] {
  const index = resources.findIndex((one) => one.type === `azure-native:${type}`);
  const found = resources[index];
  if (found === undefined) throw new Error(`no ${type}`);
  const changed: unknown = structuredClone(found);
  const steps = path.split(".");
  let place = changed;
  for (const step of steps.slice(0, -1)) place = isRecord(place) ? place[step] : undefined;
  if (!isRecord(place)) throw new Error(`no ${path}`);
  place[steps.at(-1) ?? ""] = value;
  return resources.map((one, at) => (at === index && isRecord(changed) ? { ...one, ...changed } : one));
}

const vm = "compute:VirtualMachine";
const nsg = "network:NetworkSecurityGroup";
const balancer = "network:LoadBalancer";
const BROKEN: Readonly<Record<string, [string, string, unknown]>> = {
  "nic-no-public-address": ["network:NetworkInterface", "props.ipConfigurations.0.publicIPAddress", { id: "x" }],
  "vm-key-only": [vm, "props.osProfile.adminPassword", "x"],
  "vm-agent": [vm, "props.osProfile.linuxConfiguration.provisionVMAgent", false],
  "vm-patched": [vm, "props.osProfile.linuxConfiguration.patchSettings", {}],
  "vm-managed-premium-disks": [vm, "props.storageProfile.osDisk.managedDisk.storageAccountType", "Standard_LRS"],
  "vm-disk-caching": [vm, "props.storageProfile.dataDisks.0.caching", "ReadWrite"],
  "vm-no-basic-size": [vm, "props.hardwareProfile.vmSize", "Standard_B2s"],
  "vm-trusted-launch": [vm, "props.securityProfile.uefiSettings.secureBootEnabled", false],
  "vm-spread": [vm, "props.zones", []],
  "nsg-no-any-source": [nsg, "props.securityRules.0.sourceAddressPrefix", "Internet"],
  "nsg-probes-before-deny": [nsg, "props.securityRules.1.sourceAddressPrefix", "VirtualNetwork"],
  "nsg-no-lateral-movement": [nsg, "props.securityRules.3.access", "Allow"],
  "nsg-no-ssh": [nsg, "props.securityRules.0.destinationPortRange", "22"],
  "subnet-has-security-group": ["network:Subnet", "props.networkSecurityGroup", {}],
  "subnet-private": ["network:Subnet", "props.defaultOutboundAccess", true],
  "address-standard-zonal": ["network:PublicIPAddress", "props.sku.name", "Basic"],
  "balancer-standard-internal": [balancer, "props.frontendIPConfigurations.0.privateIPAllocationMethod", "Dynamic"],
  "balancer-probe": [balancer, "props.loadBalancingRules.0.probe", {}],
  "use-tags": [balancer, "props.tags", undefined],
  "rule-facilities-minimal": ["monitor:DataCollectionRule", "props.dataSources.syslog.0.facilityNames", ["*"]],
  "association-present": ["monitor:DataCollectionRuleAssociation", "props.associationName", "other"],
  "functions-deleted-first": ["operationalinsights:SavedSearch", "deleteBeforeReplace", false],
  "check-fails-the-deployment": [
    "compute:VirtualMachineRunCommandByVirtualMachine",
    "props.treatFailureAsDeploymentFailure",
    false,
  ],
  "no-secrets-in-extensions": ["compute:VirtualMachineExtension", "props.protectedSettings", { a: "b" }],
  "workspace-private-reading": ["operationalinsights:Workspace", "props.features.disableLocalAuth", false],
  "workspace-network-stated": ["operationalinsights:Workspace", "props.publicNetworkAccessForQuery", undefined],
  "private-ingestion-endpoint": ["operationalinsights:Workspace", "props.publicNetworkAccessForIngestion", "Disabled"],
  "alert-rule-identity": ["monitor:ScheduledQueryRule", "props.identity.userAssignedIdentities", []],
  "alert-rule-enabled": ["monitor:ScheduledQueryRule", "props.enabled", false],
  "children-deleted-first": ["compute:VirtualMachineExtension", "deleteBeforeReplace", false],
};

describe("the policies", () => {
  it.each(Object.keys(stacks) as StackName[])("hold for the example %s", async (stack) => {
    expect(violations(policyResources(await graphOf(stack)))).toEqual([]);
  });

  it.each(rules)("include $name, and a change that violates it violates no other policy", async ({ name }) => {
    const [type, path, value] = BROKEN[name] ?? ["", "", ""];
    const broken = violations(spoiled(policyResources(await graphOf("prod")), type, path, value));
    expect(broken.map(({ rule }) => rule)).toEqual([name]);
    expect(broken[0]?.problem.length).toBeGreaterThan(5);
  });
});
