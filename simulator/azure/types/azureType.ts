/** A resource's inputs or outputs, by name. */
export type Properties = Readonly<Record<string, unknown>>;

export type Operation = "create" | "update" | "delete";

/** A resource that exists in Azure. */
export interface Existing {
  readonly id: string;
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The part of a virtual machine's state that Resource Manager does not store. */
export interface MachineState {
  /** `broken`: the machine runs, but its VM agent does not answer. */
  power: "running" | "deallocated" | "broken";
  /**
   * How the machine's rsyslog treats senders. `taken`: rsyslog accepts them. `starting`: rsyslog will accept them
   * when the machine is up. `away`: rsyslog is stopped until a timer on the machine expires. `deaf`: rsyslog is stopped
   * until a script or a boot starts it.
   */
  senders: "starting" | "taken" | "away" | "deaf";
  /** Whether the machine was drained after it last began to accept senders. */
  drained: boolean;
}

/** A change that a request asks Azure to make. */
export interface Change {
  readonly operation: Operation;
  readonly id: string;
  readonly inputs: Properties;
  /** The resource's inputs before an update. */
  readonly before?: Properties;
}

/** A view of the state for the refusals and for the provider's functions, such as getClientConfig. Ids have any case. */
export interface Azure {
  get(id: string): Existing | undefined;
  exists(id: string): boolean;
  /** All resources that exist. */
  readonly all: readonly Existing[];
  /** Returns a machine's power state. A machine that the simulated Azure has not created counts as running. */
  power(id: string): MachineState["power"];
  /** Whether a workspace with this id was deleted in the last 14 days. */
  isSoftDeleted(id: string): boolean;
  /**
   * Returns the id of the child resource that is being written below the resource with this id, if any. During the
   * write, the parent's provisioning state is not Succeeded.
   */
  writtenIn(id: string): string | undefined;
  /** Whether the resource's `changesOnceAWeek` input, for example `plan`, changed in the last seven days. */
  isSwitched(id: string): boolean;
  /** Whether the Arc server is connected. */
  isConnected(id: string): boolean;
  /** Whether the principal exists in the directory. */
  knowsPrincipal(id: string): boolean;
}

/** A rule by which Azure refuses a change. */
export interface Refusal {
  /** Azure's error code. */
  readonly code: string;
  /** Where the rule is documented. */
  readonly source: string;
  readonly on: readonly Operation[];
  /** Returns the reason for the refusal. Undefined if Azure accepts the change. */
  readonly when: (change: Change, azure: Azure) => string | undefined;
}

/** All that the simulator knows about a resource type. */
export interface AzureType {
  /** The type's token in Pulumi. */
  readonly token: string;
  /**
   * Template of the resource id, with the names of inputs in braces. The last input is the resource's name, which Pulumi
   * generates if the program gives none.
   * Example: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/…/{vmName}`.
   */
  readonly id: string;
  /** Values that Azure sets if the program gives none. */
  readonly defaults?: Properties;
  /** Read-only outputs, computed from the id and the inputs. */
  readonly computed?: (id: string, inputs: Properties) => Properties;
  /**
   * Read-only outputs that change when the resource is recreated. `nth` is the number of times that a resource with
   * this id was deleted before.
   */
  readonly newOnRecreation?: (id: string, nth: number) => Properties;
  /** Whether the type is a virtual machine, which has a MachineState. Default: false. */
  readonly isMachine?: boolean;
  /** Path of the input whose change restarts the machine, and where that is documented. */
  readonly restartsOn?: { readonly path: string; readonly source: string };
  /**
   * Path of the input that contains a script. An update runs the script only if this input changes, and otherwise keeps
   * the outcome of the last run.
   */
  readonly rerunsOn?: string;
  /** Inputs whose change replaces the resource. Source: the provider's schema, `willReplaceOnChanges`. */
  readonly forceNew: readonly string[];
  /** Paths that Azure clears if a PUT omits them, and where that is documented. All other omitted inputs keep their values. */
  readonly cleared?: { readonly paths: readonly string[]; readonly source: string };
  /**
   * Returns the id of the parent whose provisioning state is not Succeeded while this resource is being written.
   * Example: a subnet's network.
   */
  readonly updates?: (id: string) => string;
  /** Input that may change only once a week: Azure refuses a second change in that time. */
  readonly changesOnceAWeek?: string;
  /** Returns the ids of the resources that Azure creates together with this one. */
  readonly implied?: (id: string, inputs: Properties) => readonly string[];
  readonly refusals?: readonly Refusal[];
}

/** A provider function. */
export interface AzureFunction {
  readonly token: string;
  /** Computes the result. Without `azure`, every Arc server counts as connected. */
  readonly result: (args: Properties, subscriptionId: string, azure?: Azure) => Properties;
}

/** Returns the id template for resources in a resource group. Example: `inGroup("Microsoft.Compute/disks/{diskName}")`. */
export const inGroup = (path: string): string =>
  `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${path}`;
