import { createHash } from "node:crypto";
import * as authorization from "@pulumi/azure-native/authorization";
import * as hybridcompute from "@pulumi/azure-native/hybridcompute";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { MachineAgent, type MachineAgentArgs } from "../collection/machineAgent";
import type { NoiseFilter } from "../filter/noiseFilter";
import type { Sender } from "../forwarder/rsyslog/render";
import type { ResourceContext } from "../resourceContext";
import { resourceId, resourceTypes } from "../resourceId";
import { awayWarning } from "./awayWarning";
import { onboardingScript } from "./onboardingScript";

/** A server that azcmagent has connected; it is never created here. */
export interface ArcServer {
  /** Its resource id. */
  readonly id: string;
  /** Who installs the agent: this stack, or a company policy. */
  readonly agent: "stack" | "policy";
  /** Provider for its subscription, where that is not the stack's own. */
  readonly provider?: pulumi.ProviderResource;
}

export interface ArcServersArgs {
  /** Group that new servers are connected to. */
  readonly placement: ResourceContext;
  /** Name of the stack. */
  readonly stack: string;
  /** Azure cloud as azcmagent names it. Example: `AzureCloud`. */
  readonly cloud: string;
  /** Port that clusters send to. */
  readonly port: number;
  /** The clusters that send to these servers. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
  readonly servers: readonly ArcServer[];
  /** Object id of the service principal that may connect servers. */
  readonly onboardingPrincipalId?: string;
  readonly agent: Pick<MachineAgentArgs, "version" | "ruleId" | "endpointId" | "proxy">;
}

/** Built-in role "Azure Connected Machine Onboarding". Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles. */
const ONBOARDING_ROLE = "b64e21ea-ac4e-4cdf-9dc9-5b892992bee7";

/** Syslog servers outside Azure: the script that makes one, the right to connect it, and agent and rule for those that are. */
export class ArcServers extends pulumi.ComponentResource {
  /** Script for a server; without secrets. */
  readonly onboardingScript: pulumi.Output<string>;

  constructor(name: string, args: ArcServersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:arc:ArcServers", name, {}, opts);
    const { placement, stack, cloud, port, senders, filter } = args;
    const client = authorization.getClientConfigOutput({ parent: this });
    this.onboardingScript = pulumi
      .all([client, placement.resourceGroupName, placement.location])
      .apply(([{ subscriptionId, tenantId }, resourceGroupName, location]) =>
        onboardingScript({
          stack,
          subscriptionId,
          tenantId,
          resourceGroupName,
          location,
          cloud,
          nextServer: args.servers.length,
          port,
          senders,
          filter,
        }),
      );
    if (args.onboardingPrincipalId !== undefined) {
      this.allowOnboarding(name, args.onboardingPrincipalId, placement, client.subscriptionId);
    }
    for (const [index, server] of args.servers.entries()) this.collectFrom(name, server, index, args);
    this.registerOutputs({});
  }

  private allowOnboarding(
    name: string,
    principalId: string,
    placement: ResourceContext,
    subscriptionId: pulumi.Output<string>,
  ): void {
    const scope = pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${placement.resourceGroupName}`;
    // Azure wants a GUID; a random one that is kept does not change at every `up`.
    const guid = new random.RandomUuid(`${name}-onboarding`, { keepers: { principalId } }, { parent: this });
    new authorization.RoleAssignment(
      `${name}-onboarding`,
      {
        roleAssignmentName: guid.result,
        scope,
        principalId,
        // Without it Azure looks the principal up, and refuses one that has not been replicated yet.
        principalType: "ServicePrincipal",
        roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ONBOARDING_ROLE}`,
      },
      { parent: this },
    );
  }

  private collectFrom(name: string, server: ArcServer, index: number, { placement, agent }: ArcServersArgs): void {
    const { name: machineName, resourceGroupName } = resourceId(server.id, resourceTypes.arcMachine);
    const { location, status } = hybridcompute.getMachineOutput(
      { machineName, resourceGroupName },
      { parent: this, provider: server.provider },
    );
    if (server.agent === "stack") {
      status.apply((now) => {
        if (now !== "Connected") void pulumi.log.warn(awayWarning(machineName, now, index));
      });
    }
    new MachineAgent(
      `${name}-${machineName.toLowerCase()}-${shortHash(server.id)}`,
      {
        ...agent,
        agent: server.agent,
        placement: { ...placement, resourceGroupName, location },
        machineName,
        machineId: server.id,
      },
      { parent: this, providers: server.provider === undefined ? [] : [server.provider] },
    );
  }
}

/** Tells servers of one name apart, whatever their place in the list. */
const shortHash = (id: string): string => createHash("sha256").update(id.toLowerCase()).digest("hex").slice(0, 6);
