import { AzureError, type AzureState, faultOf, idKey } from "./azureState";
import { acceptSenders, START_RSYSLOG } from "./senders";
import type { MachineState } from "./types/azureType";

const MACHINE_TYPE = "azure-native:compute:VirtualMachine";
const STOP_RSYSLOG = "systemctl stop syslog.socket rsyslog.service";

/**
 * Simulates a script that drains a machine or makes it accept senders again, and returns the script's output. The simulator
 * recognizes these scripts by their text. An injected fault makes the script or the request for it fail.
 *
 * Sources: learn.microsoft.com/azure/virtual-machines/linux/run-command (the machine must run, and its VM agent must be
 * ready); github.com/Azure/azure-cli, issue 32305 (the message while another run command is in progress);
 * github.com/Azure/azure-xplat-cli, issue 2794 (the message if the VM agent does not answer).
 */
export function runScript(state: AzureState, machineId: string, script: string): string {
  state.calls.push({ operation: "run", token: MACHINE_TYPE, id: machineId });
  const fault = faultOf(state, { operation: "run", id: machineId });
  if (fault?.kind === "conflict")
    throw new AzureError("ScopeLocked", `${machineId} cannot perform this: it is locked.`);
  if (fault?.kind === "busy")
    throw new AzureError(
      "Conflict",
      "Run command extension execution is in progress. Please wait for completion before invoking a run command.",
    );
  if (fault?.kind === "throttled") throw new AzureError("TooManyRequests", "too many requests");
  if (fault?.kind === "unavailable") throw new AzureError("ServiceUnavailable", "the service is not available");
  const machine = state.machines[idKey(machineId)];
  if (machine === undefined) throw new AzureError("ResourceNotFound", `'${machineId}' was not found.`);
  if (machine.power === "deallocated")
    throw new AzureError("OperationNotAllowed", "The operation requires the VM to be running (or set to run).");
  const name = machineId.split("/").at(-1) ?? "";
  if (machine.power === "broken")
    throw new AzureError(
      "VMAgentStatusCommunicationError",
      `VM '${name}' has not reported status for VM agent or extensions.`,
    );
  const output = outputOf(machine, script, name, fault?.kind === "scriptFails");
  return `Enable succeeded: \n[stdout]\n${output}\n\n[stderr]\n`;
}

function outputOf(machine: MachineState, script: string, name: string, fails: boolean): string {
  const [timer, stop] = [script.search(/^if ! systemd-run .*--on-active=\d+ /m), script.indexOf(STOP_RSYSLOG)];
  if (stop < 0) {
    if (!fails && script.includes(START_RSYSLOG)) acceptSenders(machine);
    return fails ? `NOT LISTENING: nothing listens on ${name}` : `accepts senders: ${name}`;
  }
  if (fails) {
    acceptSenders(machine);
    return `NOT DRAINED: the agent on ${name} still keeps 9000000 KB`;
  }
  machine.senders = timer >= 0 && timer < stop ? "away" : "deaf";
  machine.drained = true;
  return `drained: ${name}`;
}

/** Advances the simulated time until all timers on machines have expired and all starting machines are up. */
export function expireTimers(state: AzureState): void {
  for (const machine of Object.values(state.machines))
    if (machine.senders === "away" || machine.senders === "starting") acceptSenders(machine);
}

/** Stops, starts or breaks a machine. A started machine accepts senders, because systemd starts rsyslog at boot. */
export function setPower(state: AzureState, machineId: string, power: MachineState["power"]): void {
  const machine = state.machines[idKey(machineId)];
  if (machine === undefined) throw new Error(`there is no machine ${machineId}`);
  if (power === "running" && machine.power !== "running") acceptSenders(machine);
  machine.power = power;
}

/** Whether a machine accepts senders now. A `broken` machine may accept senders: only its VM agent does not answer. */
export const acceptsSenders = (state: AzureState, machineId: string): boolean => {
  const machine = state.machines[idKey(machineId)];
  return machine !== undefined && machine.power !== "deallocated" && machine.senders === "taken";
};
