import { AsyncLocalStorage } from "node:async_hooks";
import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { drainScript, LEAVES_FOR_MINUTES, takeScript } from "./drainScript";
import { rehearsed, runOnMachine } from "./runOnMachine";

/** Variable with an address that stands for Azure Resource Manager's: rehearsals set it, and it is on this machine. */
export const ARM_ENDPOINT = "QUMULO_AUDIT_ARM_ENDPOINT";

export interface MachineHooksArgs {
  /** Azure Resource Manager. Undefined: machines are deleted as they are. Example: `https://management.azure.com`. */
  readonly resourceManager?: string;
  /** The machines that there are to be. Example: `["vm-qumulo-prod-0"]`. */
  readonly machineNames: readonly string[];
}

/** The machine of a resource's id, which is its own or that of a part of it. */
const MACHINE = /^(.*\/virtualMachines\/)([^/]+)/i;

/** What happens to a machine before the engine does something to it that its senders would feel. */
export interface MachineHooks {
  /**
   * Before it is deleted, for whatever reason: another machine is seen to take senders, then this one lets go of its own,
   * and its agent sends what it has taken. Where that fails, nothing is deleted.
   *
   * It stands on the machine, and on the association that is deleted before a machine that goes for good.
   */
  readonly leave: pulumi.ResourceHook;
  /** Before it is restarted for another size: another machine is seen to take senders. Where none does, it stays as it is. */
  readonly restart: pulumi.ResourceHook;
}

/** One pair of hooks for all machines, so that the engine finds it for a machine that the program no longer names. */
export function machineHooks({ resourceManager, machineNames }: MachineHooksArgs): MachineHooks {
  // The engine calls a hook from outside of the program's run, where the SDK would not find its engine again.
  const inProgram = AsyncLocalStorage.snapshot();
  const begun = new Map<string, Promise<void>>();

  const run = async (machineId: string, script: string): Promise<string | undefined> => {
    const { token } = await inProgram(() => authorization.getClientToken());
    const endpoint = rehearsed(process.env[ARM_ENDPOINT]) ?? resourceManager ?? "";
    return runOnMachine({ endpoint, token, machineId, script });
  };
  const anotherTakes = (path: string, name: string): Promise<void> =>
    oneTakes(
      machineNames.filter((other) => other !== name).map((other) => `${path}${other}`),
      run,
    );
  const leave = async (path: string, name: string): Promise<void> => {
    await anotherTakes(path, name).catch((error: unknown) => refuse(name, error, false));
    const said = await run(`${path}${name}`, drainScript()).catch((error: unknown) => refuse(name, error, true));
    // No machine: an earlier roll has ended half-way, and there is nothing to drain.
    if (said === undefined) return;
    if (!said.includes("drained: ")) refuse(name, /NOT DRAINED: .*/.exec(said)?.[0] ?? said, true);
    await inProgram(() =>
      pulumi.log.info(
        `${name} is drained and takes no events. Where it is not deleted now, it takes them again within ${LEAVES_FOR_MINUTES} minutes.`,
      ),
    );
  };

  return {
    leave: new pulumi.ResourceHook("leave", ({ id }) => {
      const [, path, name] = MACHINE.exec(id) ?? [];
      if (resourceManager === undefined || path === undefined || name === undefined) return;
      const left = begun.get(name) ?? leave(path, name);
      begun.set(name, left);
      return left;
    }),
    restart: new pulumi.ResourceHook("restart", async ({ id, oldInputs, newInputs }) => {
      const [, path, name] = MACHINE.exec(id) ?? [];
      if (resourceManager === undefined || path === undefined || name === undefined) return;
      if (sizeOf(oldInputs) === sizeOf(newInputs)) return;
      await anotherTakes(path, name).catch((error: unknown) => {
        throw new Error(
          `${name} is not given another size, which restarts it: ${textOf(error)}. ${START} or change it all the same: ${FORCE}`,
        );
      });
    }),
  };
}

const sized = z.object({ hardwareProfile: z.object({ vmSize: z.string() }) });
const sizeOf = (inputs: unknown): string | undefined => sized.safeParse(inputs).data?.hardwareProfile.vmSize;

const START = "Start machines that are stopped and run pulumi up again once the agents send;";
const FORCE = "pulumi config set --path forwarder.drain false";

/** Sees that one of the machines takes senders. Content where there is none; throws where there are some, and none does. */
async function oneTakes(
  machineIds: readonly string[],
  run: (machineId: string, script: string) => Promise<string | undefined>,
): Promise<void> {
  const problems: string[] = [];
  for (const machineId of machineIds) {
    const said = await run(machineId, takeScript()).catch((error: unknown) => textOf(error));
    if (said?.includes("takes senders: ")) return;
    if (said !== undefined)
      problems.push(`${machineId.split("/").at(-1)}: ${/NOT LISTENING: .*/.exec(said)?.[0] ?? said}`);
  }
  if (problems.length > 0) throw new Error(`no other machine takes its senders (${problems.join("; ")})`);
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function refuse(name: string, problem: unknown, mayHaveLeft: boolean): never {
  const left = mayHaveLeft
    ? ` It may have let go of its senders; it takes them again within ${LEAVES_FOR_MINUTES} minutes.`
    : "";
  throw new Error(
    `${name} is not deleted, because it could not be drained first: ${textOf(problem)}. Nothing was deleted.${left} ${START} or delete it as it is, with the loss of what its agent keeps: ${FORCE}`,
  );
}
