import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, Deployment as StackState, UpOptions } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { type AzureState, emptyAzureState } from "../../simulator/azure/azureState";
import { acceptsSenders } from "../../simulator/azure/machines";
import { Deployment } from "../../simulator/engine/deployment";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { existing } from "../simulator/azure/loaded";
import { deletedUndrained } from "./deletedUndrained";
import { reachableMachines } from "./reachableMachines";
import { withoutSummary } from "./withoutSummary";

const stateOf = z.object({ deployment: z.object({ resources: z.array(z.object({ urn: z.string() })) }) });

class UndrainedError extends Error {
  constructor(machines: readonly string[]) {
    super(`deleted without being drained: ${machines.join(", ")}`);
  }
}

/** An operation that a preview shows for a resource. Example: `replace vm-qumulo-test-0`. */
export type Step = string;

const vm = "azure-native:compute:VirtualMachine";

/**
 * Returns the configuration with detections.mode off, so that no alert rules are deployed. A configuration with
 * settings for detections stays unchanged.
 */
const withoutRules = (config: StackConfig): StackConfig => {
  const key = `${config.project}:detections`;
  const { [key]: given = "{}" } = config.values;
  return given === "{}" ? { ...config, values: { ...config.values, [key]: '{"mode":"off"}' } } : config;
};

/** A stack in a real Pulumi engine. It has its own simulated Azure, or shares that of another stack. */
export class TestStack {
  azureState: AzureState;
  /** The lowest number of machines that were ready at the same time, since a test last set this property. */
  fewestReady = Number.POSITIVE_INFINITY;
  /**
   * The lowest number of machines that were reachable at the endpoint at the same time, since a test last set this property.
   */
  fewestReachable = Number.POSITIVE_INFINITY;
  readonly folder = mkdtempSync(join(tmpdir(), "qumulo-engine-"));
  private deployment: Deployment | undefined;
  /** The standard output of the last `up`, if it succeeded. */
  output = "";
  /** How many of the calls to Azure have already been checked for deletions of undrained machines. */
  private checkedCalls = 0;
  /** Machines that were deleted undrained although the settings require draining. */
  private readonly undrained: string[] = [];

  private config: StackConfig;

  constructor(config: StackConfig, shared?: TestStack) {
    this.config = withoutRules(config);
    this.azureState = shared?.azureState ?? { ...emptyAzureState(), existing: [...existing] };
  }

  static async open(config: StackConfig, shared?: TestStack): Promise<TestStack> {
    const stack = new TestStack(config, shared);
    await stack.open();
    return stack;
  }

  /** Starts the simulated Azure and selects the stack in an engine. */
  async open(): Promise<void> {
    const store = {
      load: () => this.azureState,
      save: (state: AzureState) => {
        this.azureState = state;
        this.fewestReady = Math.min(this.fewestReady, this.ready());
        this.fewestReachable = Math.min(this.fewestReachable, this.reachable());
        this.undrained.push(...deletedUndrained(state.calls.slice(this.checkedCalls), this.config));
        this.checkedCalls = state.calls.length;
      },
    };
    this.deployment = await Deployment.open({ folder: this.folder, config: this.config, store });
  }

  private get running(): Deployment {
    if (this.deployment === undefined) throw new Error("the stack is not open");
    return this.deployment;
  }

  async configure(given: StackConfig): Promise<void> {
    const config = withoutRules(given);
    // Skips the Pulumi CLI, which takes a second, if the configuration has not changed.
    if (JSON.stringify(config) === JSON.stringify(this.config)) return;
    this.config = config;
    await this.running.configure(config);
  }

  /** Returns the number of machines that have passed their readiness check. */
  ready(): number {
    const { resources } = this.azureState;
    const check = ({ id }: { id: string }) => resources[`${id}/runCommands/ready`.toLowerCase()];
    return Object.values(resources).filter(
      (one) => one.token === vm && check(one)?.outputs.provisioningState === "Succeeded",
    ).length;
  }

  /** Returns the number of machines that accept senders at the endpoint. */
  reachable = (): number => reachableMachines(this.azureState, ({ id }) => acceptsSenders(this.azureState, id)).length;

  /** Runs `up`. Returns its calls to Azure. If `up` fails, throws an error that contains the engine's output. */
  async up(options: UpOptions = {}): Promise<string[]> {
    const from = this.azureState.calls.length;
    this.output = "";
    this.output = (await this.drained(withoutSummary(this.running.stack).up(options))).stdout;
    return this.calls(from);
  }

  /**
   * Waits for an operation. Throws an UndrainedError if the operation deleted an undrained machine, even if it also failed.
   */
  private async drained<Result>(operation: Promise<Result>): Promise<Result> {
    const [ended] = await Promise.allSettled([operation]);
    if (this.undrained.length > 0) throw new UndrainedError(this.undrained);
    if (ended.status === "rejected") throw ended.reason;
    return ended.value;
  }

  /** Runs an `up` that is expected to fail. Returns its error as text. */
  failedUp = (options: UpOptions = {}): Promise<string> =>
    this.up(options).then(
      () => "it did not fail",
      (error: unknown) => {
        if (error instanceof UndrainedError) throw error;
        return String(error);
      },
    );

  /** Returns a resource's URN, for the options of `up`. Example: `urn("vm-qumulo-test-0")`. */
  async urn(name: string): Promise<string> {
    const { deployment } = stateOf.parse(await this.exported());
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`the state has no ${name}`);
    return found.urn;
  }

  /** Returns a machine's id. Example: `machineId("vm-qumulo-test-0")`. */
  machineId = (name: string): string =>
    Object.values(this.azureState.resources).find(({ id }) => id.endsWith(`/virtualMachines/${name}`))?.id ?? "";

  /** Returns the calls to Azure, starting with the one at index `from`. Example of a call: `delete vm-qumulo-test-0`. */
  calls(from = 0): string[] {
    return this.azureState.calls.slice(from).map(({ operation, id }) => `${operation} ${shortName(id)}`);
  }

  /** Runs a preview and returns the steps that it shows, without those for unchanged resources. */
  async preview(): Promise<Step[]> {
    const steps: Step[] = [];
    const onEvent = ({ resourcePreEvent: event }: EngineEvent) => {
      const op = event?.metadata.op;
      if (op === undefined || op === "same" || event === undefined) return;
      steps.push(`${op} ${event.metadata.urn.split("::").at(-1)}`);
    };
    await this.running.stack.preview({ onEvent });
    return steps;
  }

  refresh = async () => (await this.running.stack.refresh()).summary.resourceChanges ?? {};
  /** Runs `destroy` together with the Pulumi program, because the program contains the hook that drains the machines. */
  destroy = async (excludeProtected = true) =>
    (await this.drained(this.running.stack.destroy({ excludeProtected, runProgram: true }))).summary;
  outputs = () => this.running.stack.outputs();
  exported = () => this.running.stack.exportStack();
  importState = (state: StackState) => this.running.stack.importStack(state);

  /** Saves the states of the engine and of the simulated Azure. Returns a function that restores both. */
  async snapshot(): Promise<() => Promise<void>> {
    const [state, azureState] = [await this.exported(), structuredClone(this.azureState)];
    return async () => {
      await this.running.stack.importStack(state);
      this.azureState = structuredClone(azureState);
      this.checkedCalls = this.azureState.calls.length;
    };
  }

  /** Returns the text of all files that the engine has written. */
  written(): string {
    const files = readdirSync(this.folder, { recursive: true }).map((path) => join(this.folder, String(path)));
    return files
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
  }

  close(): void {
    this.deployment?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Returns the last part of an id. For a resource on a machine, the machine's name comes first: `vm-qumulo-test-0/ready`. */
export const shortName = (id: string): string => {
  const machine = /\/(?:virtualMachines|machines)\/([^/]+)/.exec(id)?.[1];
  const last = id.split("/").at(-1) ?? "";
  return machine === undefined || machine === last ? last : `${machine}/${last}`;
};
