import type { MachineState } from "./types/azureType";

/** The command by which the simulator recognizes that a script starts rsyslog. */
export const START_RSYSLOG = "systemctl start syslog.socket rsyslog.service";

/** Makes the machine's rsyslog accept senders. */
export function acceptSenders(machine: MachineState): void {
  machine.senders = "taken";
  machine.drained = false;
}

/**
 * Simulates the script of a boot check or readiness check, and returns whether the script succeeds. The script waits
 * until rsyslog listens, so it succeeds on a machine that is starting. If rsyslog was stopped, a script succeeds only
 * if it starts rsyslog itself.
 */
export function passesCheck(machine: MachineState | undefined, script: string): boolean {
  if (machine === undefined) return true;
  if (machine.senders === "starting" || script.includes(START_RSYSLOG)) acceptSenders(machine);
  return machine.senders === "taken";
}

/** Restarts a machine. The request ends before the machine accepts senders again, as in Azure. */
export function restart(machine: MachineState | undefined): void {
  if (machine === undefined || machine.power === "deallocated") return;
  machine.senders = "starting";
  machine.drained = false;
}
