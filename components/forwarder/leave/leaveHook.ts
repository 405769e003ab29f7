import { AsyncLocalStorage } from "node:async_hooks";
import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { MACHINE_TAG } from "../../placement";
import { leaveScript } from "./leaveScript";
import { runOnMachine } from "./runOnMachine";

/** Variable with an address that stands for Azure Resource Manager's: rehearsals set it. */
export const ARM_ENDPOINT = "QUMULO_AUDIT_ARM_ENDPOINT";

const tagOf = (inputs: Readonly<Record<string, unknown>> | undefined): unknown => {
  const tags = inputs?.tags;
  return typeof tags === "object" && tags !== null ? Reflect.get(tags, MACHINE_TAG) : undefined;
};

/**
 * What happens before a machine is replaced: the interface that outlives it is updated first, and this hook on it waits
 * until the machine has let go of its senders and its agent has sent what it took. Where that fails, the roll stops with
 * nothing deleted.
 */
export function leaveHook(machineName: string, armEndpoint: string): pulumi.ResourceHook {
  // The engine calls a hook from outside of the program's run, where the SDK would not find its engine again.
  const inProgram = AsyncLocalStorage.snapshot();
  return new pulumi.ResourceHook(`leave-${machineName}`, async ({ id, oldInputs, newInputs }) => {
    if (tagOf(oldInputs) === undefined || tagOf(oldInputs) === tagOf(newInputs)) return;
    const [group = ""] = id.split("/providers/");
    const machineId = `${group}/providers/Microsoft.Compute/virtualMachines/${machineName}`;
    const { token } = await inProgram(() => authorization.getClientToken());
    const endpoint = process.env[ARM_ENDPOINT] ?? armEndpoint;
    const problem = await runOnMachine({ endpoint, token, machineId, script: leaveScript() }).then(
      // No machine: an earlier roll has ended half-way, and there is nothing to drain.
      (said) =>
        said === undefined || said.includes("drained: ") ? undefined : (/NOT DRAINED: .*/.exec(said)?.[0] ?? said),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (problem !== undefined)
      throw new Error(
        `${machineName} is not replaced, because it could not be drained first: ${problem}. Nothing was deleted. Run pulumi up again once its agent sends; or replace it as it is, with the loss of what its agent keeps: pulumi config set --path forwarder.drain false`,
      );
  });
}
