import { mergePut } from "./mergePut";
import { azureType } from "./resourceTypes";
import { passesCheck, restart } from "./senders";
import type { Azure, Change, Existing, MachineState, Operation, Properties, Refusal } from "./types/azureType";
import { commonRefusals } from "./types/commonRefusals";
import { textsAt } from "./types/refusal";

/** Returns the lower-case id of the machine that an id denotes or is below. Empty if there is no such machine. */
const machineOf = (id: string): string => /^.*\/virtualmachines\/[^/]+/.exec(idKey(id))?.[0] ?? "";

/** A request that Azure has received. */
export interface Call {
  /** `run` runs a script on a machine. */
  readonly operation: Operation | "run";
  readonly token: string;
  readonly id: string;
  /** If the request concerns a machine or its child resource: the machine's state before the request. */
  readonly machine?: MachineState;
}

/** A fault with which the next matching requests fail or become slow. */
export interface Fault {
  /** `poll` is a request for the result of a script on a machine. */
  readonly operation: Operation | "run" | "poll";
  /** The end of the resource's id, without the hex digits that Pulumi appends. Example: `/virtualMachines/vm-0`. */
  readonly id: string;
  readonly kind:
    | "conflict"
    | "notActive"
    | "busy"
    | "throttled"
    | "unavailable"
    | "reset"
    | "forgotten"
    | "timesOutAfterItWasDone"
    | "acceptedThenFailed"
    | "scriptFails"
    | "slow";
  /** The number of matching requests that fail or become slow. Default: 1. */
  times?: number;
}

/** The simulated Azure's state. The state is plain data, so that it can be written to a file and copied. */
export interface AzureState {
  /** Resources by their lower-case ids. */
  resources: Record<string, Existing>;
  /** Lower-case ids of resources that exist from the beginning. */
  existing: string[];
  softDeleted: string[];
  /** Ids of the principals in the directory. Default: every principal exists. */
  principals?: string[];
  /** Ids of the child resources that are being written, by the lower-case ids of their parents. */
  updating?: Record<string, string>;
  /** Lower-case ids of resources whose `AzureType.changesOnceAWeek` input changed in the last seven days. */
  switched?: string[];
  /** Lower-case ids of Arc servers that are disconnected. */
  disconnected?: string[];
  /** Machines by their lower-case ids. */
  machines: Record<string, MachineState>;
  calls: Call[];
  faults: Fault[];
}

/** Loads and saves the simulated Azure's state. */
export interface Store {
  load(): AzureState;
  save(state: AzureState): void;
}

export const emptyAzureState = (): AzureState => ({
  resources: {},
  existing: [],
  softDeleted: [],
  machines: {},
  calls: [],
  faults: [],
});

/** Thrown for a request that Azure refuses or fails to complete, with Azure's error code. */
export class AzureError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The resource that Azure has created or updated although the operation failed. Undefined if there is none. */
    readonly created?: Existing,
  ) {
    super(`Code="${code}" Message="${message}"`);
  }
}

const REPEATED: Readonly<Record<string, string>> = {
  busy: "AnotherOperationInProgress",
  throttled: "TooManyRequests",
};

/** Whether the provider retries the request: after 429, and after the 409 of `busy`. Source: pulumi-azure-native's code. */
export const isRepeated = (error: unknown): boolean =>
  error instanceof AzureError && Object.values(REPEATED).includes(error.code);

export const idKey = (id: string): string => id.toLowerCase();

/** Returns a view of the state for the refusals and for the provider's functions, such as getClientConfig. */
export function viewOf(state: AzureState): Azure {
  const all = Object.values(state.resources);
  const implied = () => all.flatMap(({ token, id, inputs }) => azureType(token).implied?.(id, inputs) ?? []).map(idKey);
  return {
    all,
    get: (id) => state.resources[idKey(id)],
    exists: (id) => idKey(id) in state.resources || state.existing.includes(idKey(id)) || implied().includes(idKey(id)),
    power: (id) => state.machines[idKey(id)]?.power ?? "running",
    isSoftDeleted: (id) => state.softDeleted.includes(idKey(id)),
    isConnected: (id) => !(state.disconnected?.includes(idKey(id)) ?? false),
    isSwitched: (id) => state.switched?.includes(idKey(id)) ?? false,
    writtenIn: (id) => state.updating?.[idKey(id)],
    knowsPrincipal: (id) => state.principals?.includes(id) ?? true,
  };
}

/** Returns every rule by which Azure refuses this change, with the reason for the refusal. */
export function refusalsOf(state: AzureState, token: string, change: Change): { refusal: Refusal; reason: string }[] {
  const azure = viewOf(state);
  return [...commonRefusals, ...(azureType(token).refusals ?? [])].flatMap((refusal) => {
    const reason = refusal.on.includes(change.operation) ? refusal.when(change, azure) : undefined;
    return reason === undefined ? [] : [{ refusal, reason }];
  });
}

/** Returns the fault for this request, if there is one, and counts one use of the fault. */
export function faultOf(state: AzureState, { operation, id }: Pick<Fault, "operation" | "id">): Fault | undefined {
  const ends = [idKey(id), idKey(id).replace(/[0-9a-f]{8}$/, "")];
  const fault = state.faults.find(
    (one) => one.operation === operation && ends.some((end) => end.endsWith(idKey(one.id))),
  );
  if (fault === undefined) return undefined;
  fault.times = (fault.times ?? 1) - 1;
  if (fault.times === 0) state.faults.splice(state.faults.indexOf(fault), 1);
  return fault;
}

/**
 * Begins the write of a child resource. Until `perform` ends the write, the parent's provisioning state is not
 * Succeeded. Throws an AzureError if Azure refuses the change.
 */
export function beginWrite(state: AzureState, token: string, change: Change): void {
  const parent = azureType(token).updates?.(change.id);
  if (parent === undefined) return;
  const [refused] = refusalsOf(state, token, change);
  if (refused !== undefined) throw new AzureError(refused.refusal.code, refused.reason);
  state.updating = { ...state.updating, [idKey(parent)]: change.id };
}

/** Ends the write of a child resource. */
function endWrite(state: AzureState, id: string): void {
  for (const [parent, written] of Object.entries(state.updating ?? {}))
    if (written === id) delete state.updating?.[parent];
}

/**
 * Performs a change and returns the changed resource, or undefined after a deletion. Throws an AzureError if Azure
 * refuses the change. Deleting a resource that does not exist succeeds.
 */
export function perform(state: AzureState, token: string, change: Change, outputs: Properties): Existing | undefined {
  const machine = state.machines[machineOf(change.id)];
  state.calls.push({ operation: change.operation, token, id: change.id, ...(machine && { machine: { ...machine } }) });
  endWrite(state, change.id);
  const fault = faultOf(state, change);
  if (fault?.kind === "conflict") throw new AzureError("Conflict", `the operation on ${change.id} was refused`);
  // Right after a workspace is created, some services do not find it. Source:
  // github.com/hashicorp/terraform-provider-azurerm/issues/30069.
  if (fault?.kind === "notActive") throw new AzureError("ResourceNotFound", "Workspace not active");
  const repeated = fault && REPEATED[fault.kind];
  if (repeated !== undefined) throw new AzureError(repeated, `try again: ${change.id}`);
  const azure = viewOf(state);
  if (change.operation === "delete" && !azure.exists(change.id)) return undefined;
  const [refused] = refusalsOf(state, token, change);
  if (refused !== undefined) throw new AzureError(refused.refusal.code, refused.reason);
  if (change.operation === "delete") {
    remove(state, token, change.id);
    return undefined;
  }
  const { changesOnceAWeek: weekly } = azureType(token);
  if (weekly !== undefined && (azure.get(change.id)?.inputs ?? change.inputs)[weekly] !== change.inputs[weekly])
    state.switched = [...(state.switched ?? []), idKey(change.id)];
  const made = write(state, token, change, outputs, fault?.kind);
  if (fault?.kind === "timesOutAfterItWasDone") throw new AzureError("GatewayTimeout", `no answer for ${change.id}`);
  if (fault?.kind === "acceptedThenFailed") throw new AzureError("ProvisioningFailed", `${change.id} failed`, made);
  if (made.outputs.provisioningState === "Failed" && change.inputs.treatFailureAsDeploymentFailure === true)
    throw new AzureError("VMRunCommandFailed", `NOT READY: the script of ${change.id} failed`, made);
  return made;
}

/**
 * Performs a PUT, which creates or updates a resource. An update keeps the outputs that change only if the resource is
 * recreated. Example: `vmId`.
 */
function write(
  state: AzureState,
  token: string,
  { id, inputs: sent }: Change,
  outputs: Properties,
  fault: Fault["kind"] | undefined,
): Existing {
  const type = azureType(token);
  const there = state.resources[idKey(id)];
  const nth = state.calls.filter((call) => call.operation === "delete" && idKey(call.id) === idKey(id)).length;
  const generated = type.newOnRecreation?.(id, nth) ?? {};
  const kept = there && Object.fromEntries(Object.keys(generated).map((name) => [name, there.outputs[name]]));
  const inputs = mergePut(there?.inputs, sent, type.cleared);
  const { rerunsOn: doneAgainOn, restartsOn } = type;
  const isAsBefore = (path: string) => textsAt(there?.inputs, path).join() === textsAt(inputs, path).join();
  const fails = fault === "scriptFails" || fault === "acceptedThenFailed";
  const machine = state.machines[machineOf(id)];
  const ends = (script: string) => (!fails && passesCheck(machine, script) ? "Succeeded" : "Failed");
  const outcome =
    doneAgainOn === undefined
      ? {}
      : {
          provisioningState:
            there !== undefined && isAsBefore(doneAgainOn)
              ? there.outputs.provisioningState
              : ends(textsAt(inputs, doneAgainOn).join()),
        };
  const made = {
    id,
    token,
    inputs,
    outputs: { ...outputs, ...(kept ?? generated), ...outcome },
  };
  state.resources[idKey(id)] = made;
  if (type.isMachine === true && there === undefined)
    state.machines[idKey(id)] = { power: "running", senders: "starting", drained: false };
  if (there !== undefined && restartsOn !== undefined && !isAsBefore(restartsOn.path)) restart(machine);
  return made;
}

/** Deletes a resource with its child resources, or a resource group with all resources in it. */
function remove(state: AzureState, token: string, id: string): void {
  const gone = Object.keys(state.resources).filter((other) => other === idKey(id) || other.startsWith(`${idKey(id)}/`));
  for (const other of gone) {
    if (state.resources[other]?.token === "azure-native:operationalinsights:Workspace") state.softDeleted.push(other);
    delete state.resources[other];
    delete state.machines[other];
  }
  if (token === "azure-native:operationalinsights:Workspace" && !state.softDeleted.includes(idKey(id)))
    state.softDeleted.push(idKey(id));
}

/** Returns the resource with this id, or undefined if there is none. */
export const read = (state: AzureState, id: string): Existing | undefined => state.resources[idKey(id)];
