import type { UpOptions } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { setPower, timePasses } from "../../rehearsal/azure/machines";
import type { Fault } from "../../rehearsal/azure/world";
import { findPulumi } from "../../rehearsal/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";
import { drifts, machineIds } from "./drift";

/** Walks of this run, by seed. More: `QUMULO_WALKS=61-300 npx vitest run --project engine test/engine/walk.test.ts`. */
const [FROM = 1, TO = 60] = (process.env.QUMULO_WALKS ?? "1-60").split("-").map(Number);
const STEPS = 3;

const settings = (forwarder: Record<string, unknown>) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", clientCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, ...forwarder },
  });
const KEYS = ["another", "third"].map((name) => `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} ${name}`);
const CHANGES: readonly Record<string, unknown>[] = [
  { sshPublicKey: KEYS[0] },
  { sshPublicKey: KEYS[1] },
  { size: "Standard_D4s_v5" },
  { count: 1 },
  { count: 3 },
  { attempt: 2 },
  { encryptionAtHost: true },
  { image: "Debian:debian-12:12-gen2:latest" },
  { agentVersion: "1.35" },
  { drain: false },
];
const PARTS = [
  "",
  "/runCommands/booted",
  "/runCommands/ready",
  "/extensions/AzureMonitorLinuxAgent",
  "/providers/Microsoft.Insights/dataCollectionRuleAssociations/qumulo-audit",
];

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
  stack = await Deployed.open(settings({}));
  await stack.up();
  begin = await stack.snapshot();
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});

/** One walk from a stack of two machines. */
class Walk {
  /** What has happened, for a person. */
  readonly told: string[] = [];
  private forwarder: Record<string, unknown> = {};

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
      this.stop,
      this.wait,
    ]);
    happens();
    await stack.configure(settings(this.forwarder));
    await this.up(
      choose([{}, {}, {}, { refresh: true }, await this.onOne("replace"), await this.onOne("target")]),
      false,
    );
  }

  /** All machines run and nothing is refused: the next up ends well, the one after it does nothing, nobody stays deaf. */
  async end(): Promise<void> {
    stack.world.faults = [];
    for (const id of machineIds(stack.world)) setPower(stack.world, id, "running");
    await this.up({}, true);
    expect([this.told, await stack.up()]).toEqual([this.told, []]);
    timePasses(stack.world);
    const { count = 2 } = this.forwarder;
    expect([this.told, stack.ready(), stack.answering()]).toEqual([this.told, count, count]);
  }

  private async up(options: UpOptions, succeeds: boolean): Promise<void> {
    const before = stack.answering();
    stack.fewestAnswering = before;
    const failed = await stack.up(options).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    this.told.push(`up ${JSON.stringify(options)}${failed === undefined ? "" : `: ${problemOf(failed)}`}`);
    expect([this.told, failed?.includes("without being drained") ?? false]).toEqual([this.told, false]);
    if (succeeds) expect([this.told, failed]).toEqual([this.told, undefined]);
    const { count = 2 } = this.forwarder;
    if (before >= 2 && Number(count) >= 2) expect([this.told, stack.fewestAnswering > 0]).toEqual([this.told, true]);
  }

  private readonly change = (): void => {
    const change = this.choose(CHANGES);
    this.forwarder = { ...this.forwarder, ...change };
    this.told.push(JSON.stringify(change));
  };
  private readonly revert = (): void => {
    this.forwarder = {};
    this.told.push("as it was");
  };
  private readonly drift = (): void => {
    const id = this.choose(machineIds(stack.world));
    const name = this.choose(Object.keys(drifts));
    drifts[name]?.(stack.world, id);
    this.told.push(`drift of ${name} on ${id.split("/").at(-1)}`);
  };
  private readonly refuse = (): void => {
    this.change();
    const operation = this.choose<Fault["operation"]>(["create", "update", "delete", "run", "poll"]);
    const kind: Fault["kind"] =
      operation === "run" || operation === "poll"
        ? this.choose(operation === "run" ? ["conflict", "scriptFails"] : ["reset", "forgotten"])
        : this.choose(operation === "delete" ? ["conflict"] : ["conflict", "acceptedThenFailed"]);
    const part = operation === "run" || operation === "poll" ? "" : this.choose(PARTS);
    const id = `${this.choose(machineIds(stack.world))}${part}`;
    stack.world.faults.push({ operation, id, kind });
    this.told.push(`${kind} at ${operation} ${id.split("/virtualMachines/")[1]}`);
  };
  private readonly stop = (): void => {
    const id = this.choose(machineIds(stack.world));
    const power = this.choose(["deallocated", "broken", "running"] as const);
    setPower(stack.world, id, power);
    this.told.push(`${id.split("/").at(-1)} is ${power}`);
  };
  private readonly wait = (): void => {
    timePasses(stack.world);
    this.told.push("half an hour");
  };

  private async onOne(option: "replace" | "target"): Promise<UpOptions> {
    const name = this.choose(machineIds(stack.world)).split("/").at(-1) ?? "";
    return { [option]: [await stack.urn(name)] };
  }
}

const problemOf = (failed: string): string =>
  /(?:Code=|error: |failed: )[^\n]{0,160}/.exec(failed)?.[0] ?? failed.slice(-200);

describeWith("engine")("whatever happens to a stack, the next up puts it right", () => {
  const seeds = Array.from({ length: TO - FROM + 1 }, (_, index) => FROM + index);
  it.each(seeds)("walk %i", async (seed) => {
    await begin();
    const walk = new Walk(randomOf(seed));
    for (let step = 0; step < STEPS; step++) await walk.step();
    await walk.end();
  });
});
