import * as compute from "@pulumi/azure-native/compute";
import * as pulumi from "@pulumi/pulumi";
import type { MachineAgentArgs } from "../collection/machineAgent";
import type { NoiseFilter } from "../filter/noiseFilter";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { userData } from "./cloudInit/userData";
import type { MachineHooks } from "./drain/machineHooks";
import { Endpoint } from "./endpoint";
import type { Image } from "./image";
import { ForwarderMachine } from "./machine";
import type { Sender } from "./rsyslog/render";

export interface ForwardersArgs {
  /** Compute group. */
  readonly placement: ResourceContext;
  /** Data group, for the spool disks. */
  readonly dataPlacement: ResourceContext;
  /** Number of machines, at least 1. Each can carry the whole load; the others are for the time when one is away. */
  readonly count: number;
  /** Zones to spread over. Empty: an availability set. Example: `["1", "2", "3"]`. */
  readonly zones: readonly string[];
  /** VM size with premium storage. Example: `Standard_D2s_v5`. */
  readonly size: string;
  readonly image: Image;
  readonly sshPublicKey: string;
  readonly encryptionAtHost: boolean;
  /** Size of each spool disk. Example: 64, about 2.3 h at 10,000 events/s. */
  readonly spoolGiB: number;
  readonly deleteOnDestroy: boolean;
  /** Static address that clusters send to. */
  readonly endpointAddress: string;
  /** Port of the endpoint. Example: 514. */
  readonly port: number;
  /** The clusters that send here. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
  readonly attempt: number;
  readonly hooks: MachineHooks;
  readonly subnetId: pulumi.Input<string>;
  readonly securityGroupId?: pulumi.Input<string>;
  readonly agent: Pick<MachineAgentArgs, "agent" | "version" | "ruleId" | "endpointId" | "proxy">;
}

/** Name of a machine. Example: `vm-qumulo-prod-0`. `*` stands for any number where ids of machines are compared. */
export const machineName = (name: string, index: number | "*"): string => `vm-${name}-${index}`;

/** Names of a stack's machines. Example: `["vm-qumulo-prod-0"]`. */
export const machineNames = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => machineName(name, index));

/**
 * The endpoint and the machines behind it.
 *
 * Cost: per machine a VM, a premium system disk of 32 GB and a premium spool disk; one internal load balancer.
 */
export class Forwarders extends pulumi.ComponentResource {
  readonly machines: readonly ForwarderMachine[];

  constructor(name: string, args: ForwardersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:forwarder:Forwarders", name, {}, opts);
    const { placement, port, zones } = args;
    const endpoint = new Endpoint(
      name,
      { placement, subnetId: args.subnetId, address: args.endpointAddress, port, zonal: zones.length > 0 },
      { parent: this },
    );
    const availabilitySet = zones.length > 0 ? undefined : this.createAvailabilitySet(name, placement);
    const { size, image, sshPublicKey, encryptionAtHost, spoolGiB } = args;
    const configuration = userData({ spoolGiB, senders: args.senders, filter: args.filter, image });
    const machines: ForwarderMachine[] = [];
    for (const [index, own] of machineNames(name, args.count).entries()) {
      const place =
        availabilitySet === undefined
          ? { zone: zones[index % zones.length] ?? "1" }
          : { availabilitySetId: availabilitySet.id };
      const machine = { machineName: own, size, image, sshPublicKey, encryptionAtHost, userData: configuration, place };
      machines.push(
        new ForwarderMachine(
          `${name}-${index}`,
          { ...args, backendPoolId: endpoint.backendPoolId, machine, after: machines.at(-1)?.ready },
          { parent: this },
        ),
      );
    }
    this.machines = machines;
    this.registerOutputs({});
  }

  private createAvailabilitySet(name: string, placement: ResourceContext): compute.AvailabilitySet {
    return new compute.AvailabilitySet(
      `avail-${name}`,
      // Two fault domains are there in every region; Aligned is the kind for managed disks.
      {
        ...commonArguments(placement),
        sku: { name: "Aligned" },
        platformFaultDomainCount: 2,
        platformUpdateDomainCount: 5,
      },
      { parent: this, ignoreChanges: foreignTags(placement) },
    );
  }
}
