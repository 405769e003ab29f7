/** Properties of a resource. */
export type Properties = Readonly<Record<string, unknown>>;

export type Operation = "create" | "update" | "delete";

/** A resource that exists. */
export interface Existing {
  readonly id: string;
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The state of a virtual machine that Resource Manager does not store. */
export interface MachineState {
  /** `broken`: the machine runs, but its VM agent does not answer. */
  power: "running" | "deallocated" | "broken";
  /**
   * Whether its rsyslog accepts senders. `taken`: it does. `starting`: it will when the machine is up. `away`: it will when a
   * timer on the machine expires. `deaf`: it is stopped and stays stopped.
   */
  senders: "starting" | "taken" | "away" | "deaf";
  /** Whether it was drained after it last started to accept senders. */
  drained: boolean;
}

/** A change that Azure is requested to make. */
export interface Change {
  readonly operation: Operation;
  readonly id: string;
  readonly inputs: Properties;
  /** The previous inputs, in an update. */
  readonly before?: Properties;
}

/** The state that a refusal may read. The case of ids does not matter, as in Azure. */
export interface Azure {
  get(id: string): Existing | undefined;
  exists(id: string): boolean;
  /** All resources that exist. */
  readonly all: readonly Existing[];
  /** The power state of a machine. A machine that was not created here is running. */
  power(id: string): MachineState["power"];
  /** Whether a workspace with this id was deleted in the last 14 days. */
  isSoftDeleted(id: string): boolean;
  /** Id of the child resource that is being written. The parent is not provisioned meanwhile. Undefined: none. */
  writtenIn(id: string): string | undefined;
  /** Whether the input `changesOnceAWeek` of the resource changed in the last seven days. */
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
  /** The reason for the refusal. Undefined if Azure accepts the change. */
  readonly when: (change: Change, azure: Azure) => string | undefined;
}

/** The description of a resource type: the simulator has no other code for it. */
export interface AzureType {
  /** Pulumi's token. */
  readonly token: string;
  /**
   * Template of the resource id, with inputs in braces. The last input is the resource's name, which Pulumi generates if the
   * program does not give it. Example: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/…/{vmName}`.
   */
  readonly id: string;
  /** Values that Azure sets if the program gives none. */
  readonly defaults?: Properties;
  /** Read-only outputs, computed from the id and the inputs. */
  readonly computed?: (id: string, inputs: Properties) => Properties;
  /** Read-only outputs that change when the resource is recreated. `nth` is how often it was deleted before. */
  readonly newOnRecreation?: (id: string, nth: number) => Properties;
  /** Whether the type is a virtual machine, which has a MachineState. Default: false. */
  readonly isMachine?: boolean;
  /** Path of the input whose change restarts the machine, and where that is documented. */
  readonly restartsOn?: { readonly path: string; readonly source: string };
  /** Path of the input whose change makes Azure run the operation again. If it is unchanged, the outcome stays. */
  readonly rerunsOn?: string;
  /** Inputs whose change replaces the resource. Source: the provider's schema, `willReplaceOnChanges`. */
  readonly forceNew: readonly string[];
  /** Inputs that a PUT without them removes, and where that is documented. All other inputs keep their values. */
  readonly cleared?: { readonly paths: readonly string[]; readonly source: string };
  /** Id of the parent resource that is not provisioned while this one is written. Example: the network of a subnet. */
  readonly updates?: (id: string) => string;
  /** Input that Azure changes at most once a week. */
  readonly changesOnceAWeek?: string;
  /** Ids of resources that Azure creates with this one. */
  readonly implied?: (id: string, inputs: Properties) => readonly string[];
  readonly refusals?: readonly Refusal[];
}

/** A function of the provider. */
export interface AzureFunction {
  readonly token: string;
  /** Computes the result. Without `azure`, it is that of an Azure without faults. */
  readonly result: (args: Properties, subscriptionId: string, azure?: Azure) => Properties;
}

/** The id template of a resource in a resource group. Example: `inGroup("Microsoft.Compute/disks/{diskName}")`. */
export const inGroup = (path: string): string =>
  `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${path}`;
