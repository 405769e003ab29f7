import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, Deployment as ExportedState, UpOptions } from "@pulumi/pulumi/automation";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violations } from "../../infra/policy/rules";
import { program } from "../../infra/program";
import { type AzureState, emptyAzureState } from "../../simulator/azure/azureState";
import { existingIds } from "../../simulator/azure/existingIds";
import { findPulumi } from "../../simulator/engine/cli";
import { Deployment } from "../../simulator/engine/deployment";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { OWN, stackConfig } from "../exampleStacks";
import { validSettings } from "../graph/validSettings";
import { policyResources } from "../infra/policy/policyResources";
import { describeWith } from "../needs";
import { deletedUndrained } from "./deletedUndrained";
import { withoutSummary } from "./withoutSummary";

/** Stack names, among them unusual ones that Pulumi accepts. */
const STACKS = ["test", "Prod_EU.1", "9", "a".repeat(60), "x-.-_y-and-a-long-tail-"];

/** A stack in the real engine. `upTwice` starts with an empty state and an empty simulated Azure. */
class Stack {
  private constructor(
    readonly name: string,
    private readonly deployment: Deployment,
    private readonly empty: ExportedState,
    private readonly azure: { state: AzureState },
  ) {}

  static async open(folder: string, name: string): Promise<Stack> {
    const azure = { state: emptyAzureState() };
    const store = {
      load: () => azure.state,
      save: (state: AzureState) => {
        azure.state = state;
      },
    };
    const deployment = await Deployment.open({ folder: join(folder, name), config: stackConfig({}, name), store });
    return new Stack(name, deployment, await deployment.stack.exportStack(), azure);
  }

  /** Runs `up` twice with the settings. Returns how many resources each run created, changed and left unchanged. */
  async upTwice(settings: Record<string, unknown>) {
    const config = stackConfig(
      { ...settings, detections: { mode: "off" }, "azure-native:subscriptionId": OWN },
      this.name,
    );
    await this.deployment.stack.importStack(this.empty);
    this.azure.state = { ...emptyAzureState(), existing: existingIds(config, OWN) };
    await this.deployment.configure(config);
    const first = await this.up({});
    const second = await this.up({ expectNoChanges: true });
    expect(deletedUndrained(this.azure.state.calls, config)).toEqual([]);
    return { first, second };
  }

  /** Runs `up` once, and returns the number of resources by operation, for example `{ create: 24 }`. */
  private async up(options: UpOptions): Promise<Readonly<Record<string, number>>> {
    let changes: Readonly<Record<string, number>> = {};
    const onEvent = ({ summaryEvent }: EngineEvent) => {
      changes = summaryEvent?.resourceChanges ?? changes;
    };
    await withoutSummary(this.deployment.stack).up({ ...options, onEvent });
    return changes;
  }

  close = () => this.deployment.close();
}

const folder = mkdtempSync(join(tmpdir(), "qumulo-any-"));
let stacks: Stack[] = [];
beforeAll(async () => {
  if (findPulumi() === undefined) return;
  // By default, the Pulumi SDK captures a stack trace for every output, which takes half of a run's time.
  Error.stackTraceLimit = 0;
  for (const name of STACKS) stacks.push(await Stack.open(folder, name));
});
afterAll(() => {
  for (const stack of stacks) stack.close();
  stacks = [];
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The number and the seed of the generated settings. Another seed:
 * `ANY_SETTINGS_SEED=12 npx vitest run --project engine test/engine/anySettings.test.ts`.
 */
const RUNS = Number(process.env.ANY_SETTINGS_RUNS ?? 150);
const SEED = Number(process.env.ANY_SETTINGS_SEED ?? 11);

describeWith("engine")("generated settings that pass validation", () => {
  it(`can be deployed, cause no changes in a second up, and comply with the policies (${RUNS} settings from seed ${SEED})`, async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(validSettings, fc.constantFrom(...STACKS), async (settings, name) => {
        const stack = stacks.find((one) => one.name === name);
        const graph = await recordProgram(
          program,
          stackConfig({ ...settings, detections: { mode: "off" }, "azure-native:subscriptionId": OWN }, name),
        );
        expect(violations(policyResources(graph))).toEqual([]);
        const { first, second } = (await stack?.upTwice(settings)) ?? { first: {}, second: {} };
        expect(Object.keys(first)).toEqual(["create"]);
        expect(first.create).toBeGreaterThan(5);
        expect(Object.keys(second)).toEqual(["same"]);
        tried += 1;
        if (tried % 25 === 0) console.log(`${tried} settings were deployed, and a second up changed nothing`);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    expect(tried).toBe(RUNS);
    // The engine runs twice for each generated configuration, which takes some minutes in total, and much longer on a
    // busy machine.
  }, 1_800_000);
});
