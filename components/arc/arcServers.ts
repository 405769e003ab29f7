import { createHash } from "node:crypto";
import * as authorization from "@pulumi/azure-native/authorization";
import * as hybridcompute from "@pulumi/azure-native/hybridcompute";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AgentSettings } from "../collection/agentSettings";
import { MachineAgent } from "../collection/machineAgent";
import type { NoiseFilter } from "../filter/noiseFilter";
import type { Sender } from "../forwarder/rsyslog/render";
import type { ResourceContext } from "../resourceContext";
import { resourceId, resourceTypes } from "../resourceId";
import { awayWarning } from "./awayWarning";
import { onboardingScript } from "./onboardingScript";

/** A server that azcmagent has connected to Azure. The stack does not create the server. */
export interface ArcServer {
  /** Resource id. */
  readonly id: string;
  readonly agent: AgentSettings;
  /** Provider for the server's subscription. Default: the stack's own provider. */
  readonly provider?: pulumi.ProviderResource;
}

export interface ArcSettings {
  /** Name of the stack. */
  readonly stack: string;
  /** azcmagent's name for the Azure cloud. Example: `AzureCloud`. */
  readonly cloud: string;
  /** Port that clusters send to. */
  readonly port: number;
  /** The clusters that send to these servers. */
  readonly senders: readonly Sender[];
  /** Which events are forwarded to the agent. */
  readonly filter: NoiseFilter;
  readonly servers: readonly ArcServer[];
  /**
   * Object id of the service principal that may connect new servers. Default: the stack does not assign the onboarding role.
   */
  readonly onboardingPrincipalId?: string;
}

export interface ArcServersArgs {
  readonly settings: ArcSettings;
  /** Name, region and tags of the resource group that new servers are added to. */
  readonly context: ResourceContext;
  /** Resource id of the collection rule. */
  readonly ruleId: pulumi.Input<string>;
}

/** Built-in role "Azure Connected Machine Onboarding". Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles. */
const ONBOARDING_ROLE = "b64e21ea-ac4e-4cdf-9dc9-5b892992bee7";

/**
 * Servers outside Azure: the onboarding script, the role assignment for connecting new servers, and each connected server's
 * agent and association with the collection rule.
 */
export class ArcServers extends pulumi.ComponentResource {
  /** Script without secrets that turns a server into a forwarder. */
  readonly onboardingScript: pulumi.Output<string>;

  constructor(name: string, args: ArcServersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:arc:ArcServers", name, {}, opts);
    const { settings, context } = args;
    const { stack, cloud, port, senders, filter, servers, onboardingPrincipalId } = settings;
    const client = authorization.getClientConfigOutput({ parent: this });
    this.onboardingScript = pulumi
      .all([client, context.resourceGroupName, context.location])
      .apply(([{ subscriptionId, tenantId }, resourceGroupName, location]) =>
        onboardingScript({
          stack,
          subscriptionId,
          tenantId,
          resourceGroupName,
          location,
          cloud,
          nextServer: servers.length,
          port,
          senders,
          filter,
        }),
      );
    if (onboardingPrincipalId !== undefined) {
      this.allowOnboarding(name, onboardingPrincipalId, context, client.subscriptionId);
    }
    for (const [index, server] of servers.entries()) this.collectFrom(name, server, index, args);
    this.registerOutputs({});
  }

  private allowOnboarding(
    name: string,
    principalId: string,
    context: ResourceContext,
    subscriptionId: pulumi.Output<string>,
  ): void {
    const scope = pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${context.resourceGroupName}`;
    // Azure requires a GUID as the assignment's name. The random GUID is a resource of its own, so that the state keeps it
    // and an `up` does not change it.
    const guid = new random.RandomUuid(`${name}-onboarding`, { keepers: { principalId } }, { parent: this });
    new authorization.RoleAssignment(
      `${name}-onboarding`,
      {
        roleAssignmentName: guid.result,
        scope,
        principalId,
        // Without principalType, Azure looks up the principal and refuses a new principal until Entra ID has replicated it.
        principalType: "ServicePrincipal",
        roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ONBOARDING_ROLE}`,
      },
      { parent: this },
    );
  }

  private collectFrom(name: string, server: ArcServer, index: number, { context, ruleId }: ArcServersArgs): void {
    const { name: machineName, resourceGroupName } = resourceId(server.id, resourceTypes.arcMachine);
    const { location, status } = hybridcompute.getMachineOutput(
      { machineName, resourceGroupName },
      { parent: this, provider: server.provider },
    );
    if (server.agent.installedBy === "stack") {
      status.apply((now) => {
        if (now !== "Connected") void pulumi.log.warn(awayWarning(machineName, now, index));
      });
    }
    new MachineAgent(
      `${name}-${machineName.toLowerCase()}-${shortHash(server.id)}`,
      {
        context: { location, resourceGroupName, tags: context.tags, ignoreTags: context.ignoreTags },
        machineName,
        machineId: server.id,
        agent: server.agent,
        ruleId,
      },
      { parent: this, providers: server.provider === undefined ? [] : [server.provider] },
    );
  }
}

/**
 * Returns a short hash of the server's id. The hash distinguishes servers of the same name, and does not depend on the order
 * of the list.
 */
const shortHash = (id: string): string => createHash("sha256").update(id.toLowerCase()).digest("hex").slice(0, 6);
