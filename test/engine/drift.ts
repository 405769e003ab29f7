import { isRecord } from "../../components/isRecord";
import type { AzureState } from "../../simulator/azure/azureState";

/** Sets one property of a resource in the simulated Azure, to simulate a change made outside the stack. */
function set(azureState: AzureState, id: string, path: string, value: unknown): void {
  const found = azureState.resources[id.toLowerCase()];
  const inputs: unknown = structuredClone(found?.inputs);
  const steps = path.split(".");
  let place = inputs;
  for (const step of steps.slice(0, -1)) place = isRecord(place) ? place[step] : undefined;
  if (found === undefined || !isRecord(place) || !isRecord(inputs)) throw new Error(`${id} has no ${path}`);
  place[steps.at(-1) ?? ""] = value;
  azureState.resources[id.toLowerCase()] = { ...found, inputs };
}

const PATCHES = "osProfile.linuxConfiguration.patchSettings";

/** Machine changes that Azure Policy, Update Manager or administrators may make outside the stack. */
export const drifts: Readonly<Record<string, (azureState: AzureState, id: string) => void>> = {
  patchMode: (azureState, id) => set(azureState, id, `${PATCHES}.patchMode`, "Manual"),
  automaticByPlatformSettings: (azureState, id) =>
    set(azureState, id, `${PATCHES}.automaticByPlatformSettings`, { bypassPlatformSafetyChecksOnUserSchedule: true }),
  diskSizeGB: (azureState, id) => set(azureState, id, "storageProfile.osDisk.diskSizeGB", 64),
  encryptionAtHost: (azureState, id) => set(azureState, id, "securityProfile.encryptionAtHost", true),
};

/** Returns the ids of all machines in the simulated Azure. */
export const machineIds = ({ resources }: AzureState): string[] =>
  Object.values(resources)
    .filter(({ token }) => token === "azure-native:compute:VirtualMachine")
    .map(({ id }) => id);
