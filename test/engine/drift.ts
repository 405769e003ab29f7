import type { WorldState } from "../../rehearsal/azure/world";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Sets one input of what is in Azure, as somebody does it behind the stack's back. */
function set(world: WorldState, id: string, path: string, value: unknown): void {
  const found = world.resources[id.toLowerCase()];
  const inputs: unknown = structuredClone(found?.inputs);
  const steps = path.split(".");
  let place = inputs;
  for (const step of steps.slice(0, -1)) place = isRecord(place) ? place[step] : undefined;
  if (found === undefined || !isRecord(place) || !isRecord(inputs)) throw new Error(`${id} has no ${path}`);
  place[steps.at(-1) ?? ""] = value;
  world.resources[id.toLowerCase()] = { ...found, inputs };
}

const PATCHES = "osProfile.linuxConfiguration.patchSettings";

/** What Azure Policy, Update Manager and people change on a machine. */
export const drifts: Readonly<Record<string, (world: WorldState, id: string) => void>> = {
  patchMode: (world, id) => set(world, id, `${PATCHES}.patchMode`, "Manual"),
  automaticByPlatformSettings: (world, id) =>
    set(world, id, `${PATCHES}.automaticByPlatformSettings`, { bypassPlatformSafetyChecksOnUserSchedule: true }),
  diskSizeGB: (world, id) => set(world, id, "storageProfile.osDisk.diskSizeGB", 64),
  encryptionAtHost: (world, id) => set(world, id, "securityProfile.encryptionAtHost", true),
};

/** Ids of the machines that are there. */
export const machineIds = ({ resources }: WorldState): string[] =>
  Object.values(resources)
    .filter(({ token }) => token === "azure-native:compute:VirtualMachine")
    .map(({ id }) => id);
