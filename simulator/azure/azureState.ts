import { mergePut } from "./mergePut";
import { azureType } from "./resourceTypes";
import { passesCheck, restart } from "./senders";
import type { Azure, Change, Existing, MachineState, Operation, Properties, Refusal } from "./types/azureType";
import { commonRefusals } from "./types/commonRefusals";
import { textsAt } from "./types/refusal";

/** Id, in lower case, of the machine of an id, which is its own or that of a part of it. */
const machineOf = (id: string): string => /^.*\/virtualmachines\/[^/]+/.exec(idKey(id))?.[0] ?? "";

/** A call that has reached Azure, in order. */
export interface Call {
  /** `run`: a script on a machine. */
  readonly operation: Operation | "run";
  readonly token: string;
  readonly id: string;
  /** The machine as it was then, where the call is of one or of a part of one. */
  readonly machine?: MachineState;
}

/** Trouble that is to come, for the first calls that match. */
export interface Fault {
  /** `poll`: the question how a script on a machine is getting on. */
  readonly operation: Operation | "run" | "poll";
  /** End of the resource's id, without digits that Pulumi makes up. Example: `/virtualMachines/vm-0`. */
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
  /** How many calls. Default: 1. */
  times?: number;
}

/** All that Azure holds. Plain data, so that it can be kept in a file and copied. */
export interface AzureState {
  /** By id in lower case. */
  resources: Record<string, Existing>;
  /** Ids in lower case of things that exist without having been made here. */
  existing: string[];
  softDeleted: string[];
  /** Principals of the directory. Undefined: every one is known. */
  principals?: string[];
  /** Resources that are being updated, in lower case, by the id of what is written in them. */
  updating?: Record<string, string>;
  /** Resources whose `weekly` input was switched in the last seven days, in lower case. */
  switched?: string[];
  /** Servers behind Arc that do not answer, in lower case. */
  disconnected?: string[];
  /** By id in lower case. */
  machines: Record<string, MachineState>;
  calls: Call[];
  faults: Fault[];
}

/** Where the stand-in's Azure is kept. */
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

/** Azure's "no", with its code. */
export class AzureError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The resource is there nevertheless, and did not succeed. */
    readonly created?: Existing,
  ) {
    super(`Code="${code}" Message="${message}"`);
  }
}

const REPEATED: Readonly<Record<string, string>> = {
  busy: "AnotherOperationInProgress",
  throttled: "TooManyRequests",
};

/** Whether the provider asks again by itself: after 429 and after this one 409 (facts of azure-native's source). */
export const isRepeated = (error: unknown): boolean =>
  error instanceof AzureError && Object.values(REPEATED).includes(error.code);

export const idKey = (id: string): string => id.toLowerCase();

/** What refusals and functions may look at. */
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

/** Every refusal that applies to a change. */
export function refusalsOf(state: AzureState, token: string, change: Change): { refusal: Refusal; reason: string }[] {
  const azure = viewOf(state);
  return [...commonRefusals, ...(azureType(token).refusals ?? [])].flatMap((refusal) => {
    const reason = refusal.on.includes(change.operation) ? refusal.when(change, azure) : undefined;
    return reason === undefined ? [] : [{ refusal, reason }];
  });
}

/** Takes the fault that this call meets, if any. */
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

/** Begins a write that takes time, or throws an AzureError. It ends with `perform`. */
export function beginWrite(state: AzureState, token: string, change: Change): void {
  const place = azureType(token).updates?.(change.id);
  if (place === undefined) return;
  const [refused] = refusalsOf(state, token, change);
  if (refused !== undefined) throw new AzureError(refused.refusal.code, refused.reason);
  state.updating = { ...state.updating, [idKey(place)]: change.id };
}

/** Ends what was begun. */
function endWrite(state: AzureState, id: string): void {
  for (const [place, written] of Object.entries(state.updating ?? {}))
    if (written === id) delete state.updating?.[place];
}

/** Does what is asked and gives what is there then, or throws an AzureError. What a delete finds gone is done. */
export function perform(state: AzureState, token: string, change: Change, outputs: Properties): Existing | undefined {
  const machine = state.machines[machineOf(change.id)];
  state.calls.push({ operation: change.operation, token, id: change.id, ...(machine && { machine: { ...machine } }) });
  endWrite(state, change.id);
  const fault = faultOf(state, change);
  if (fault?.kind === "conflict") throw new AzureError("Conflict", `the operation on ${change.id} was refused`);
  // github.com/hashicorp/terraform-provider-azurerm/issues/30069: a new workspace takes a while to be known everywhere.
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

/** A PUT: it makes what is not there, and leaves what only making it anew changes. */
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
  const anew = type.newOnRecreation?.(id, nth) ?? {};
  const kept = there && Object.fromEntries(Object.keys(anew).map((name) => [name, there.outputs[name]]));
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
    outputs: { ...outputs, ...(kept ?? anew), ...outcome },
  };
  state.resources[idKey(id)] = made;
  if (type.isMachine === true && there === undefined)
    state.machines[idKey(id)] = { power: "running", senders: "starting", drained: false };
  if (there !== undefined && restartsOn !== undefined && !isAsBefore(restartsOn.path)) restart(machine);
  return made;
}

/** With a resource go its parts, and with a group all that is in it. */
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

/** What is there now; undefined where it is gone. */
export const read = (state: AzureState, id: string): Existing | undefined => state.resources[idKey(id)];
