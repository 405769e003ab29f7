import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, Deployment as StackState, UpOptions } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { type AzureState, emptyAzureState } from "../../simulator/azure/azureState";
import { takesSenders } from "../../simulator/azure/machines";
import { Deployment } from "../../simulator/engine/deployment";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { existing } from "../simulator/azure/loaded";
import { answering } from "./answering";
import { quickly } from "./quickly";
import { undrained } from "./undrained";

const stateOf = z.object({ deployment: z.object({ resources: z.array(z.object({ urn: z.string() })) }) });

class UndrainedError extends Error {
  constructor(machines: readonly string[]) {
    super(`deleted without being drained: ${machines.join(", ")}`);
  }
}

/** A step of the engine. Example: `replace vm-qumulo-test-0`. */
export type Step = string;

const vm = "azure-native:compute:VirtualMachine";

/** A stack that runs in a real engine over an Azure of its own, or over one that it shares. */
export class Deployed {
  azureState: AzureState;
  /** Fewest machines that were ready at any moment since `watch`. */
  fewestReady = Number.POSITIVE_INFINITY;
  /** Fewest machines that answered at the endpoint, likewise. */
  fewestAnswering = Number.POSITIVE_INFINITY;
  readonly folder = mkdtempSync(join(tmpdir(), "qumulo-engine-"));
  private deployment: Deployment | undefined;
  /** What the last up has printed, where it ended well. */
  said = "";
  /** Calls that were seen. */
  private seen = 0;
  /** Machines that were deleted undrained, although the settings wanted it otherwise. */
  private readonly lost: string[] = [];

  constructor(
    private config: StackConfig,
    shared?: Deployed,
  ) {
    this.azureState = shared?.azureState ?? { ...emptyAzureState(), existing: [...existing] };
  }

  static async open(config: StackConfig, shared?: Deployed): Promise<Deployed> {
    const deployed = new Deployed(config, shared);
    const store = {
      load: () => deployed.azureState,
      save: (state: AzureState) => {
        deployed.azureState = state;
        deployed.fewestReady = Math.min(deployed.fewestReady, deployed.ready());
        deployed.fewestAnswering = Math.min(deployed.fewestAnswering, deployed.answering());
        deployed.lost.push(...undrained(state.calls.slice(deployed.seen), deployed.config));
        deployed.seen = state.calls.length;
      },
    };
    deployed.deployment = await Deployment.open({ folder: deployed.folder, config, store });
    return deployed;
  }

  private get running(): Deployment {
    if (this.deployment === undefined) throw new Error("not opened");
    return this.deployment;
  }

  async configure(config: StackConfig): Promise<void> {
    // The command line takes its time.
    if (JSON.stringify(config) === JSON.stringify(this.config)) return;
    this.config = config;
    await this.running.configure(config);
  }

  /** Machines that are there with their second gate passed. */
  ready(): number {
    const { resources } = this.azureState;
    const gate = ({ id }: { id: string }) => resources[`${id}/runCommands/ready`.toLowerCase()];
    return Object.values(resources).filter(
      (one) => one.token === vm && gate(one)?.outputs.provisioningState === "Succeeded",
    ).length;
  }

  /** Machines that take senders at the endpoint. */
  answering = (): number => answering(this.azureState, ({ id }) => takesSenders(this.azureState, id)).length;

  /** Runs up. Gives the calls that reached Azure; throws with what a person reads. */
  async up(options: UpOptions = {}): Promise<string[]> {
    const from = this.azureState.calls.length;
    this.said = "";
    this.said = (await this.drained(quickly(this.running.stack).up(options))).stdout;
    return this.calls(from);
  }

  /** Throws where a machine was deleted undrained, whatever else has happened: nothing may do that. */
  private async drained<Result>(operation: Promise<Result>): Promise<Result> {
    const [ended] = await Promise.allSettled([operation]);
    if (this.lost.length > 0) throw new UndrainedError(this.lost);
    if (ended.status === "rejected") throw ended.reason;
    return ended.value;
  }

  /** What a failed up says. */
  failedUp = (options: UpOptions = {}): Promise<string> =>
    this.up(options).then(
      () => "it did not fail",
      (error: unknown) => {
        if (error instanceof UndrainedError) throw error;
        return String(error);
      },
    );

  /** The engine's name of a resource, for its options. Example: `urn("vm-qumulo-test-0")`. */
  async urn(name: string): Promise<string> {
    const { deployment } = stateOf.parse(await this.exported());
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`the state has no ${name}`);
    return found.urn;
  }

  /** Calls since the given one. Example: `delete vm-qumulo-test-0`. */
  calls(from = 0): string[] {
    return this.azureState.calls.slice(from).map(({ operation, id }) => `${operation} ${shortName(id)}`);
  }

  /** The steps that a preview shows, without what stays the same, as `operation name`. */
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
  /** With the program, whose hook drains the machines. */
  destroy = async (excludeProtected = true) =>
    (await this.drained(this.running.stack.destroy({ excludeProtected, runProgram: true }))).summary;
  outputs = () => this.running.stack.outputs();
  exported = () => this.running.stack.exportStack();
  importState = (state: StackState) => this.running.stack.importStack(state);

  /** State of engine and Azure, to come back to. */
  async snapshot(): Promise<() => Promise<void>> {
    const [state, azureState] = [await this.exported(), structuredClone(this.azureState)];
    return async () => {
      await this.running.stack.importStack(state);
      this.azureState = structuredClone(azureState);
      this.seen = this.azureState.calls.length;
    };
  }

  /** Everything that the engine has written. */
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

/** The last part of an id that tells it from others. Example: `vm-qumulo-test-0/ready`. */
export const shortName = (id: string): string => {
  const machine = /\/(?:virtualMachines|machines)\/([^/]+)/.exec(id)?.[1];
  const last = id.split("/").at(-1) ?? "";
  return machine === undefined || machine === last ? last : `${machine}/${last}`;
};
