/** Properties of a resource, as they travel. */
export type Properties = Readonly<Record<string, unknown>>;

export type Operation = "create" | "update" | "delete";

/** A resource that is there. */
export interface Existing {
  readonly id: string;
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A virtual machine as it runs, beside what Resource Manager keeps of it. */
export interface MachineState {
  /** `broken`: it runs, and its VM agent does not answer. */
  power: "running" | "deallocated" | "broken";
  /** Whether its rsyslog takes senders; `starting` does once it is up, `away` by a timer of its own, `deaf` never. */
  senders: "starting" | "taken" | "away" | "deaf";
  /** Whether it was drained since it was made, started or took senders again. */
  drained: boolean;
}

/** What is asked of Azure. */
export interface Change {
  readonly operation: Operation;
  readonly id: string;
  readonly inputs: Properties;
  /** Inputs so far, in an update. */
  readonly before?: Properties;
}

/** What a refusal may look at. Ids are compared without regard to case, as Azure does. */
export interface Azure {
  get(id: string): Existing | undefined;
  exists(id: string): boolean;
  /** Every resource that is there. */
  readonly all: readonly Existing[];
  /** Whether the machine of this id runs; one that nobody has made here does. */
  power(id: string): MachineState["power"];
  /** Whether a workspace of this id was deleted in the last 14 days. */
  isSoftDeleted(id: string): boolean;
  /** Id of what is being written just now in the resource, which is not provisioned meanwhile. */
  writtenIn(id: string): string | undefined;
  /** Whether its `weekly` input was switched in the last seven days. */
  isSwitched(id: string): boolean;
  /** Whether the server behind Arc answers. */
  isConnected(id: string): boolean;
  /** Whether the directory knows the principal. */
  knowsPrincipal(id: string): boolean;
}

/** Something that Azure does not do. */
export interface Refusal {
  /** Azure's error code. */
  readonly code: string;
  /** Where it is documented. */
  readonly source: string;
  readonly on: readonly Operation[];
  /** Why, where it applies; undefined where Azure agrees. */
  readonly when: (change: Change, azure: Azure) => string | undefined;
}

/** What the stand-in knows of one resource type: data, no behaviour of its own. */
export interface AzureType {
  /** Pulumi's token. */
  readonly token: string;
  /**
   * Resource id with the inputs that name it in braces; the last one names the resource, and Pulumi makes it up where
   * it is not given. Example: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/…/{vmName}`.
   */
  readonly id: string;
  /** Values that Azure fills in where the input says nothing. */
  readonly defaults?: Properties;
  /** Read-only outputs, made of the id and the inputs. */
  readonly computed?: (id: string, inputs: Properties) => Properties;
  /** Read-only outputs that are new whenever the resource is made anew. `nth`: how often that has been. */
  readonly newOnRecreation?: (id: string, nth: number) => Properties;
  /** Whether it is a machine that runs. */
  readonly isMachine?: boolean;
  /** Input whose change restarts the machine, and who says so. */
  readonly restartsOn?: { readonly path: string; readonly source: string };
  /** Input whose change makes Azure do the work again; an unchanged one leaves the outcome as it was. */
  readonly rerunsOn?: string;
  /** Inputs whose change replaces the resource. Source: the provider's schema, `willReplaceOnChanges`. */
  readonly forceNew: readonly string[];
  /** Inputs that are gone after a PUT without them, and who shows it. The stand-in keeps every other one. */
  readonly cleared?: { readonly paths: readonly string[]; readonly source: string };
  /** Id of the resource that is being updated while this one is written. Example: the network of a subnet. */
  readonly updates?: (id: string) => string;
  /** Input that Azure switches at most once a week. */
  readonly changesOnceAWeek?: string;
  /** Ids that exist as soon as this resource does. */
  readonly implied?: (id: string, inputs: Properties) => readonly string[];
  readonly refusals?: readonly Refusal[];
}

/** A function of the provider: what it gives for its arguments. */
export interface AzureFunction {
  readonly token: string;
  /** Without an Azure, everything is as it should be. */
  readonly result: (args: Properties, subscriptionId: string, azure?: Azure) => Properties;
}

/** Id of a resource in a group. Example: `inGroup("Microsoft.Compute/disks/{diskName}")`. */
export const inGroup = (path: string): string =>
  `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${path}`;
