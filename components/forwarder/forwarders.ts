import * as compute from "@pulumi/azure-native/compute";
import * as pulumi from "@pulumi/pulumi";
import type { AgentSettings } from "../collection/agentSettings";
import type { NoiseFilter } from "../filter/noiseFilter";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { userData } from "./cloudInit/userData";
import type { MachineHooks } from "./drain/machineHooks";
import { Endpoint } from "./endpoint";
import type { Image } from "./image";
import { ForwarderMachine } from "./machine";
import type { Sender } from "./rsyslog/render";

export interface ForwarderSettings {
  /** Number of machines, at least 1. One machine can handle all events; further machines provide redundancy. */
  readonly count: number;
  /**
   * Zones that the machines are distributed over. If the list is empty, the machines are in an availability set.
   * Example: `["1", "2", "3"]`.
   */
  readonly zones: readonly string[];
  /** VM size with premium storage. Example: `Standard_D2s_v5`. */
  readonly size: string;
  readonly image: Image;
  readonly sshPublicKey: string;
  readonly encryptionAtHost: boolean;
  /** Size of each spool disk in GiB. Example: 64, which lasts about 2.3 h at 10,000 events/s. */
  readonly spoolGiB: number;
  /** Lets `destroy` delete the spool disks, including undelivered events on them. */
  readonly deleteOnDestroy: boolean;
  /** Static address that clusters send to. */
  readonly endpointAddress: string;
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** The clusters that send to these machines. */
  readonly senders: readonly Sender[];
  /** Which events are forwarded to the agent. */
  readonly filter: NoiseFilter;
  /** The machines' checks run again if this number changes. Example: 1. */
  readonly attempt: number;
  readonly agent: AgentSettings;
}

export interface ForwardersArgs {
  readonly settings: ForwarderSettings;
  /** The compute group's name, region and tags. */
  readonly context: ResourceContext;
  /** The data group's name, region and tags, for the spool disks. */
  readonly dataContext: ResourceContext;
  readonly subnetId: pulumi.Input<string>;
  /** Security group for the network interfaces. Undefined if the subnet has a security group. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** Resource id of the collection rule. */
  readonly ruleId: pulumi.Input<string>;
  readonly hooks: MachineHooks;
}

/**
 * Returns a machine's name. With `*` as the index, returns a pattern that matches all the stack's machines.
 * Example: `vm-qumulo-prod-0`.
 */
export const machineName = (name: string, index: number | "*"): string => `vm-${name}-${index}`;

/** Returns the names of a stack's machines. Example: `["vm-qumulo-prod-0"]`. */
export const machineNames = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => machineName(name, index));

/**
 * The endpoint and the machines behind it.
 *
 * Cost: for each machine a VM, a premium system disk of 32 GB and a premium spool disk; one internal load balancer.
 */
export class Forwarders extends pulumi.ComponentResource {
  readonly machines: readonly ForwarderMachine[];

  constructor(name: string, args: ForwardersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:forwarder:Forwarders", name, {}, opts);
    const { settings, context, dataContext, subnetId, securityGroupId, ruleId, hooks } = args;
    const { zones, size, image, sshPublicKey, encryptionAtHost, spoolGiB, senders, filter } = settings;
    const endpoint = new Endpoint(
      name,
      { context, subnetId, address: settings.endpointAddress, port: settings.port, zonal: zones.length > 0 },
      { parent: this },
    );
    const availabilitySet = zones.length > 0 ? undefined : this.createAvailabilitySet(name, context);
    const configuration = userData({ spoolGiB, senders, filter, image });
    const machines: ForwarderMachine[] = [];
    for (const [index, machineName] of machineNames(name, settings.count).entries()) {
      const place =
        availabilitySet === undefined
          ? { zone: zones[index % zones.length] ?? "1" }
          : { availabilitySetId: availabilitySet.id };
      machines.push(
        new ForwarderMachine(
          `${name}-${index}`,
          {
            context,
            dataContext,
            machine: { machineName, size, image, sshPublicKey, encryptionAtHost, userData: configuration, place },
            spoolGiB,
            deleteOnDestroy: settings.deleteOnDestroy,
            subnetId,
            securityGroupId,
            backendPoolId: endpoint.backendPoolId,
            hooks,
            attempt: settings.attempt,
            agent: settings.agent,
            ruleId,
            after: machines.at(-1)?.readinessCheck,
          },
          { parent: this },
        ),
      );
    }
    this.machines = machines;
    this.registerOutputs({});
  }

  private createAvailabilitySet(name: string, context: ResourceContext): compute.AvailabilitySet {
    return new compute.AvailabilitySet(
      `avail-${name}`,
      // All regions have at least two fault domains. Machines with managed disks need the SKU Aligned.
      {
        ...commonArguments(context),
        sku: { name: "Aligned" },
        platformFaultDomainCount: 2,
        platformUpdateDomainCount: 5,
      },
      { parent: this, ignoreChanges: foreignTags(context.ignoreTags) },
    );
  }
}
