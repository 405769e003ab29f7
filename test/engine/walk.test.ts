import type { UpOptions } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Fault } from "../../simulator/azure/azureState";
import { setPower, timePasses } from "../../simulator/azure/machines";
import { findPulumi } from "../../simulator/engine/cli";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";
import { drifts, machineIds } from "./drift";
import { besideMachines, ofMachines, type WalkSettings, walkStack } from "./walkChanges";

/** Walks of this run, by seed. More: `QUMULO_WALKS=61-300 npx vitest run --project engine test/engine/walk.test.ts`. */
const [FROM = 1, TO = 60] = (process.env.QUMULO_WALKS ?? "1-60").split("-").map(Number);
const STEPS = 3;

/** What a call of Azure meets, by operation. A create whose answer is lost is for a person: docs/deploy.md. */
const TROUBLE: Readonly<Record<Fault["operation"], readonly Fault["kind"][]>> = {
  create: ["conflict", "acceptedThenFailed", "busy"],
  update: ["conflict", "acceptedThenFailed", "timesOutAfterItWasDone", "throttled"],
  delete: ["conflict", "busy"],
  run: ["conflict", "scriptFails", "unavailable"],
  poll: ["reset", "forgotten"],
};

/** Numbers that look random and are the same for the same seed: mulberry32. */
function randomOf(seed: number): <Value>(values: readonly Value[]) => Value {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return (values) => {
    const found = values[Math.floor(next() * values.length)];
    if (found === undefined) throw new Error("nothing to choose from");
    return found;
  };
}

let stack: Deployed;
let begin: () => Promise<void>;
beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await Deployed.open(walkStack({}));
  await stack.up();
  begin = await stack.snapshot();
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});

const nameOf = (id: string): string => id.split("/").at(-1) ?? "";

/** One walk from a stack of two machines. */
class Walk {
  /** What has happened, for a person. */
  readonly told: string[] = [];
  private settings: WalkSettings = {};

  constructor(private readonly choose: ReturnType<typeof randomOf>) {}

  async step(): Promise<void> {
    const { choose } = this;
    const happens = choose([
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
    happens();
    await stack.configure(walkStack(this.settings));
    const up = choose(["plain", "plain", "plain", "refresh", "replace", "target"] as const);
    const options =
      up === "plain" ? {} : up === "refresh" ? { refresh: true } : { [up]: [await this.urn(choose(this.machines()))] };
    await this.up(options, false);
  }

  /** Nothing is refused any more: the next up ends well, the one after it does nothing, nobody stays deaf. */
  async end(): Promise<void> {
    stack.azureState.faults = [];
    await this.up(await this.choose([this.startAll, this.renewStopped])(), true);
    await this.runForgottenGates();
    expect([this.told, await stack.up()]).toEqual([this.told, []]);
    timePasses(stack.azureState);
    expect([this.told, stack.ready(), stack.answering()]).toEqual([this.told, this.count, this.count]);
  }

  private get count(): number {
    return Number(this.settings.forwarder?.count ?? 2);
  }
  private get drains(): boolean {
    return this.settings.forwarder?.drain !== false;
  }
  private machines = (): string[] => machineIds(stack.azureState);

  private async up(options: UpOptions, succeeds: boolean): Promise<void> {
    const before = stack.answering();
    const machines = this.machines().length;
    stack.fewestAnswering = before;
    const failed = await stack.up(options).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    this.told.push(`up ${JSON.stringify(options)}${failed === undefined ? "" : `: ${problemOf(failed)}`}`);
    expect([this.told, failed?.includes("without being drained") ?? false]).toEqual([this.told, false]);
    // As a message too: where the results are listed in brief, a comparison of lists does not show what has happened.
    if (succeeds) expect(failed, `${this.told.join("; ")}\n${failed}`).toBeUndefined();
    // Where two exist, one answers all the time. Only this no program could keep: none answered before; or one alone did, and
    // a person has said that machines go as they are, or that there is to be one machine.
    const oneIsKept = before === 1 && this.drains && this.count >= 2;
    if (machines >= 2 && (before >= 2 || oneIsKept))
      expect([this.told, stack.fewestAnswering]).not.toEqual([this.told, 0]);
  }

  private readonly change = (): void => {
    const change = this.choose(this.choose([ofMachines, ofMachines, besideMachines]));
    const forwarder = { ...this.settings.forwarder, ...change.forwarder };
    this.settings = { ...this.settings, ...change, forwarder };
    this.told.push(JSON.stringify(change));
  };
  private readonly revert = (): void => {
    this.settings = {};
    this.told.push("as it was");
  };
  private readonly drift = (): void => {
    const id = this.choose(this.machines());
    const name = this.choose(Object.keys(drifts));
    drifts[name]?.(stack.azureState, id);
    this.told.push(`drift of ${name} on ${nameOf(id)}`);
  };
  private readonly refuse = (): void => {
    this.change();
    const operation = this.choose<Fault["operation"]>(["create", "update", "update", "delete", "run", "poll"]);
    const isAction = operation === "run" || operation === "poll";
    const ids = Object.values(stack.azureState.resources).map(({ id }) => id);
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
    const gate = this.choose(["booted", "ready"]);
    const id = `${this.choose(this.machines())}/runCommands/${gate}`;
    this.fail("scriptFails", this.choose(["create", "update"]), id);
  };
  private fail(kind: Fault["kind"], operation: Fault["operation"], id: string): void {
    stack.azureState.faults.push({ operation, id, kind });
    this.told.push(`${kind} at ${operation} ${id.split("/providers/").slice(1).join("/")}`);
  }
  private readonly stop = (): void => {
    const id = this.choose(this.machines());
    const power = this.choose(["deallocated", "broken", "running"] as const);
    setPower(stack.azureState, id, power);
    this.told.push(`${nameOf(id)} is ${power}`);
  };
  private readonly wait = (): void => {
    timePasses(stack.azureState);
    this.told.push("half an hour");
  };

  /** A person starts what is stopped. */
  private readonly startAll = async (): Promise<UpOptions> => {
    for (const id of this.machines()) setPower(stack.azureState, id, "running");
    this.told.push("all are started");
    return {};
  };
  /** A person gives up what is stopped or broken, and has it renewed as it is. */
  private readonly renewStopped = async (): Promise<UpOptions> => {
    const wanted = (id: string) => Number(id.split("-").at(-1)) < this.count;
    const stopped = this.machines().filter((id) => stack.azureState.machines[id.toLowerCase()]?.power !== "running");
    this.settings = { ...this.settings, forwarder: { ...this.settings.forwarder, drain: false } };
    await stack.configure(walkStack(this.settings));
    this.told.push(`renewed as they are: ${stopped.map(nameOf).join(", ")}`);
    return { replace: await Promise.all(stopped.filter(wanted).map(this.urn)) };
  };
  /** What a warning says of gates that failed before a refresh. */
  private async runForgottenGates(): Promise<void> {
    const [, attempt] = /pulumi config set --path forwarder\.attempt (\d+)/.exec(stack.said) ?? [];
    if (attempt === undefined) return;
    this.settings = { ...this.settings, forwarder: { ...this.settings.forwarder, attempt: Number(attempt) } };
    await stack.configure(walkStack(this.settings));
    await this.up({}, true);
  }

  private readonly urn = (id: string): Promise<string> => stack.urn(nameOf(id));
}

const problemOf = (failed: string): string =>
  /(?:Code=|error: |failed: )[^\n]{0,160}/.exec(failed)?.[0] ?? failed.slice(-200);

describeWith("engine")("whatever happens to a stack, the next up puts it right", () => {
  const seeds = Array.from({ length: TO - FROM + 1 }, (_, index) => FROM + index);
  it.each(seeds)("walk %i", async (seed) => {
    await begin();
    await stack.configure(walkStack({}));
    const walk = new Walk(randomOf(seed));
    for (let step = 0; step < STEPS; step++) await walk.step();
    await walk.end();
  });
});
