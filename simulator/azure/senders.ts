import type { MachineState } from "./types/azureType";

/** What a script says that starts rsyslog. */
export const START_RSYSLOG = "systemctl start syslog.socket rsyslog.service";

/** The machine's rsyslog takes senders. */
export function acceptSenders(machine: MachineState): void {
  machine.senders = "taken";
  machine.drained = false;
}

/**
 * Whether a gate's script ends well on the machine. It waits until rsyslog listens, so that it outlasts a start; where
 * rsyslog was stopped, it waits in vain unless it starts it.
 */
export function passesCheck(machine: MachineState | undefined, script: string): boolean {
  if (machine === undefined) return true;
  if (machine.senders === "starting" || script.includes(START_RSYSLOG)) acceptSenders(machine);
  return machine.senders === "taken";
}

/** The machine restarts, and takes senders again a while after Azure has answered. */
export function restart(machine: MachineState | undefined): void {
  if (machine === undefined || machine.power === "deallocated") return;
  machine.senders = "starting";
  machine.drained = false;
}
