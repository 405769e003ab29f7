import { AsyncLocalStorage } from "node:async_hooks";
import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { DRAINED_FOR_MINUTES, drainScript, takeScript } from "./drainScript";
import { runOnMachine, simulatedEndpoint } from "./runOnMachine";

/** Environment variable that rehearsals set to the address of a simulated Azure Resource Manager on the local machine. */
export const ARM_ENDPOINT = "QUMULO_AUDIT_ARM_ENDPOINT";

export interface MachineHooksArgs {
  /**
   * Azure Resource Manager endpoint. Undefined: machines are deleted without draining and resized without a check.
   * Example: `https://management.azure.com`.
   */
  readonly resourceManager?: string;
  /** Names of the machines in the settings. Example: `["vm-qumulo-prod-0"]`. */
  readonly machineNames: readonly string[];
}

/**
 * Matches the id of a machine or of one of its child resources. Captures the part before the machine's name, and the name.
 */
const MACHINE = /^(.*\/virtualMachines\/)([^/]+)/i;

/**
 * Hooks that run before the engine deletes or updates a machine: a deletion or a restart interrupts the machine's senders.
 */
export interface MachineHooks {
  /**
   * Runs before a machine is deleted, for any reason. If the stack has other machines, the hook first checks that one of
   * them accepts senders. It then closes the machine's sessions and waits until the machine's agent has sent all events. If
   * the hook fails, nothing is deleted.
   *
   * The hook is attached to the machine and also to its association with the collection rule. If a machine is removed
   * permanently, the association is deleted first, and the machine must be drained before that.
   */
  readonly drain: pulumi.ResourceHook;
  /**
   * Runs before a machine is updated. Refuses to resize the machine, which would restart it, if there are other machines and
   * none of them accepts senders.
   */
  readonly restart: pulumi.ResourceHook;
}

/**
 * Creates the hooks. All machines share the hooks, so that the engine also finds them for a machine that is no longer in the
 * settings.
 */
export function machineHooks({ resourceManager, machineNames }: MachineHooksArgs): MachineHooks {
  // The engine calls hooks outside the program's async context. The SDK finds the engine only within that context, so the
  // hooks call the SDK there.
  const inProgram = AsyncLocalStorage.snapshot();
  const drains = new Map<string, Promise<void>>();

  const run = async (machineId: string, script: string): Promise<string | undefined> => {
    const { token } = await inProgram(() => authorization.getClientToken());
    const endpoint = simulatedEndpoint(process.env[ARM_ENDPOINT]) ?? resourceManager ?? "";
    return runOnMachine({ endpoint, token, machineId, script });
  };
  const anotherAcceptsSenders = (path: string, name: string): Promise<void> =>
    oneAcceptsSenders(
      machineNames.filter((other) => other !== name).map((other) => `${path}${other}`),
      run,
    );
  const drain = async (path: string, name: string): Promise<void> => {
    await anotherAcceptsSenders(path, name).catch((error: unknown) => refuseDeletion(name, error, false));
    const output = await run(`${path}${name}`, drainScript()).catch((error: unknown) =>
      refuseDeletion(name, error, true),
    );
    // The machine does not exist: an earlier rollout was interrupted after it had deleted the machine.
    if (output === undefined) return;
    if (!output.includes("drained: ")) refuseDeletion(name, /NOT DRAINED: .*/.exec(output)?.[0] ?? output, true);
    await inProgram(() =>
      pulumi.log.info(
        `${name} is drained and receives no events. If it is not deleted now, it receives events again within ${DRAINED_FOR_MINUTES} minutes.`,
      ),
    );
  };
  const drainOnce: pulumi.ResourceHookFunction = ({ id }) => {
    const [, path, name] = MACHINE.exec(id) ?? [];
    if (resourceManager === undefined || path === undefined || name === undefined) return;
    const drained = drains.get(name) ?? drain(path, name);
    drains.set(name, drained);
    return drained;
  };
  // In stacks that an earlier version of this program deployed, the state has the hook under this name.
  new pulumi.ResourceHook("leave", drainOnce);

  return {
    drain: new pulumi.ResourceHook("drain", drainOnce),
    restart: new pulumi.ResourceHook("restart", async ({ id, oldInputs, newInputs }) => {
      const [, path, name] = MACHINE.exec(id) ?? [];
      if (resourceManager === undefined || path === undefined || name === undefined) return;
      if (sizeOf(oldInputs) === sizeOf(newInputs)) return;
      await anotherAcceptsSenders(path, name).catch((error: unknown) => {
        throw new Error(
          `${name} is not resized, because that would restart it: ${messageOf(error)}. ${START} or resize it anyway: ${FORCE}`,
        );
      });
    }),
  };
}

const sized = z.object({ hardwareProfile: z.object({ vmSize: z.string() }) });
const sizeOf = (inputs: unknown): string | undefined => sized.safeParse(inputs).data?.hardwareProfile.vmSize;

const START = "Start the machines that are stopped, and run pulumi up again once their agents send events;";
const FORCE = "pulumi config set --path forwarder.drain false";

/**
 * Succeeds if one of the machines accepts senders or if none of the machines exists. Throws if machines exist but none of
 * them accepts senders.
 */
async function oneAcceptsSenders(
  machineIds: readonly string[],
  run: (machineId: string, script: string) => Promise<string | undefined>,
): Promise<void> {
  const problems: string[] = [];
  for (const machineId of machineIds) {
    const output = await run(machineId, takeScript()).catch((error: unknown) => messageOf(error));
    if (output?.includes("accepts senders: ")) return;
    if (output !== undefined)
      problems.push(`${machineId.split("/").at(-1)}: ${/NOT LISTENING: .*/.exec(output)?.[0] ?? output}`);
  }
  if (problems.length > 0) throw new Error(`no other machine accepts its senders (${problems.join("; ")})`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function refuseDeletion(name: string, problem: unknown, mayHaveClosedSessions: boolean): never {
  const sessions = mayHaveClosedSessions
    ? ` It may have closed its sessions; it receives events again within ${DRAINED_FOR_MINUTES} minutes.`
    : "";
  throw new Error(
    `${name} is not deleted, because it could not be drained first: ${messageOf(problem)}. Nothing was deleted.${sessions} ${START} or delete it undrained, which loses the events that its agent has not sent: ${FORCE}`,
  );
}
