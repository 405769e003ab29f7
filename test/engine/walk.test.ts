import type { UpOptions } from "@pulumi/pulumi/automation";
import { expect, it } from "vitest";
import type { Fault } from "../../simulator/azure/azureState";
import { expireTimers, setPower } from "../../simulator/azure/machines";
import { random } from "../../simulator/random";
import { describeWith } from "../needs";
import { deployedStack } from "./deployedStack";
import { drifts, machineIds } from "./drift";
import { besideMachines, ofMachines, type WalkSettings, walkStack } from "./walkChanges";

/**
 * The seeds of this run's walks. Other seeds:
 * `QUMULO_WALKS=61-300 npx vitest run --project engine test/engine/walk.test.ts`.
 */
const [FROM = 1, TO = 60] = (process.env.QUMULO_WALKS ?? "1-60").split("-").map(Number);
const STEPS = 3;

/**
 * The faults that a walk injects into calls to Azure, by operation. A lost answer to a create is left out, because only
 * the user can repair the stack then (docs/deploy.md).
 */
const TROUBLE: Readonly<Record<Fault["operation"], readonly Fault["kind"][]>> = {
  create: ["conflict", "acceptedThenFailed", "busy"],
  update: ["conflict", "acceptedThenFailed", "timesOutAfterItWasDone", "throttled"],
  delete: ["conflict", "busy"],
  run: ["conflict", "scriptFails", "unavailable"],
  poll: ["reset", "forgotten"],
};

const { stack, restore } = deployedStack(walkStack({}));

const nameOf = (id: string): string => id.split("/").at(-1) ?? "";

/** A random sequence of setting changes, faults and drift, which starts with a stack of two machines. */
class Walk {
  /** Descriptions of what has happened so far, which a failed assertion shows. */
  readonly steps: string[] = [];
  private settings: WalkSettings = {};

  constructor(private readonly next: () => number) {}

  private choose<Value>(values: readonly Value[]): Value {
    const found = values[Math.floor(this.next() * values.length)];
    if (found === undefined) throw new Error("there is nothing to choose from");
    return found;
  }

  async step(): Promise<void> {
    const happen = this.choose([
      this.change,
      this.change,
      this.revert,
      this.drift,
      this.refuse,
      this.refuse,
      this.failScript,
      this.stop,
      this.wait,
    ]);
    happen();
    await stack.configure(walkStack(this.settings));
    const up = this.choose(["plain", "plain", "plain", "refresh", "replace", "target"] as const);
    const options =
      up === "plain"
        ? {}
        : up === "refresh"
          ? { refresh: true }
          : { [up]: [await this.urn(this.choose(this.machines()))] };
    await this.up(options, false);
  }

  /**
   * Removes all remaining faults, and starts or replaces stopped machines. Checks that this up succeeds, that a further
   * one changes nothing, and that every machine accepts senders.
   */
  async end(): Promise<void> {
    stack.azureState.faults = [];
    await this.up(await this.choose([this.startAll, this.replaceStopped])(), true);
    await this.runForgottenChecks();
    expect([this.steps, await stack.up()]).toEqual([this.steps, []]);
    expireTimers(stack.azureState);
    expect([this.steps, stack.ready(), stack.reachable()]).toEqual([this.steps, this.count, this.count]);
  }

  private get count(): number {
    return Number(this.settings.forwarder?.count ?? 2);
  }
  private get drains(): boolean {
    return this.settings.forwarder?.drain !== false;
  }
  private machines = (): string[] => machineIds(stack.azureState).sort();

  private async up(options: UpOptions, succeeds: boolean): Promise<void> {
    const before = stack.reachable();
    const machines = this.machines().length;
    stack.fewestReachable = before;
    const failed = await stack.up(options).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    this.steps.push(`up ${JSON.stringify(options)}${failed === undefined ? "" : `: ${problemOf(failed)}`}`);
    expect([this.steps, failed?.includes("without being drained") ?? false]).toEqual([this.steps, false]);
    // The message contains the steps, because vitest's summary does not show the compared values.
    if (succeeds) expect(failed, `${this.steps.join("; ")}\n${failed}`).toBeUndefined();
    // If two machines exist, one must be reachable at any time, with two exceptions: no machine was reachable before;
    // or only one was, and the settings turn draining off or ask for a single machine.
    const oneIsKept = before === 1 && this.drains && this.count >= 2;
    if (machines >= 2 && (before >= 2 || oneIsKept))
      expect([this.steps, stack.fewestReachable]).not.toEqual([this.steps, 0]);
  }

  private readonly change = (): void => {
    const change = this.choose(this.choose([ofMachines, ofMachines, besideMachines]));
    const forwarder = { ...this.settings.forwarder, ...change.forwarder };
    this.settings = { ...this.settings, ...change, forwarder };
    this.steps.push(JSON.stringify(change));
  };
  private readonly revert = (): void => {
    this.settings = {};
    this.steps.push("all settings reverted");
  };
  private readonly drift = (): void => {
    const id = this.choose(this.machines());
    const name = this.choose(Object.keys(drifts));
    drifts[name]?.(stack.azureState, id);
    this.steps.push(`drift of ${name} on ${nameOf(id)}`);
  };
  private readonly refuse = (): void => {
    this.change();
    const operation = this.choose<Fault["operation"]>(["create", "update", "update", "delete", "run", "poll"]);
    const isAction = operation === "run" || operation === "poll";
    // Sorted, because resources are created concurrently, in varying order, and the same seed must choose the same
    // resources.
    const ids = Object.values(stack.azureState.resources)
      .map(({ id }) => id)
      .sort();
    const onMachines = ids.filter((id) => id.includes("/virtualMachines/"));
    const besideThem = ids.filter((id) =>
      /\/(disks|networkInterfaces|loadBalancers|subnets|dataCollectionRules)\//.test(id),
    );
    this.fail(
      this.choose(TROUBLE[operation]),
      operation,
      this.choose(isAction ? this.machines() : this.choose([onMachines, onMachines, besideThem, ids])),
    );
  };
  private readonly failScript = (): void => {
    this.change();
    const check = this.choose(["booted", "ready"]);
    const id = `${this.choose(this.machines())}/runCommands/${check}`;
    this.fail("scriptFails", this.choose(["create", "update"]), id);
  };
  private fail(kind: Fault["kind"], operation: Fault["operation"], id: string): void {
    stack.azureState.faults.push({ operation, id, kind });
    this.steps.push(`${kind} at ${operation} ${id.split("/providers/").slice(1).join("/")}`);
  }
  private readonly stop = (): void => {
    const id = this.choose(this.machines());
    const power = this.choose(["deallocated", "broken", "running"] as const);
    setPower(stack.azureState, id, power);
    this.steps.push(`${nameOf(id)} is ${power}`);
  };
  private readonly wait = (): void => {
    expireTimers(stack.azureState);
    this.steps.push("half an hour passes");
  };

  /** Starts all machines, as a user would. */
  private readonly startAll = async (): Promise<UpOptions> => {
    for (const id of this.machines()) setPower(stack.azureState, id, "running");
    this.steps.push("all machines are started");
    return {};
  };
  /** Turns draining off. Returns the options of an `up` that replaces the stopped machines. */
  private readonly replaceStopped = async (): Promise<UpOptions> => {
    const wanted = (id: string) => Number(id.split("-").at(-1)) < this.count;
    const stopped = this.machines().filter((id) => stack.azureState.machines[id.toLowerCase()]?.power !== "running");
    this.settings = { ...this.settings, forwarder: { ...this.settings.forwarder, drain: false } };
    await stack.configure(walkStack(this.settings));
    this.steps.push(`replaced without a drain: ${stopped.map(nameOf).join(", ")}`);
    return { replace: await Promise.all(stopped.filter(wanted).map(this.urn)) };
  };
  /** If the last `up` warned about checks that failed before a refresh, repeats those checks with the printed command. */
  private async runForgottenChecks(): Promise<void> {
    const [, attempt] = /pulumi config set --path forwarder\.attempt (\d+)/.exec(stack.output) ?? [];
    if (attempt === undefined) return;
    this.settings = { ...this.settings, forwarder: { ...this.settings.forwarder, attempt: Number(attempt) } };
    await stack.configure(walkStack(this.settings));
    await this.up({}, true);
  }

  private readonly urn = (id: string): Promise<string> => stack.urn(nameOf(id));
}

const problemOf = (failed: string): string =>
  /(?:Code=|error: |failed: )[^\n]{0,160}/.exec(failed)?.[0] ?? failed.slice(-200);

describeWith("engine")("whatever happens to a stack, the next up repairs it:", () => {
  const seeds = Array.from({ length: TO - FROM + 1 }, (_, index) => FROM + index);
  it.each(seeds)("walk %i", async (seed) => {
    await restore();
    await stack.configure(walkStack({}));
    const walk = new Walk(random(seed));
    for (let step = 0; step < STEPS; step++) await walk.step();
    await walk.end();
  });
});
