import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { findPulumi } from "../../simulator/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";

const settings = (count: number) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count, sshPublicKey: SAMPLE_SSH_KEY },
    events: { table: "parsed" },
  });

const CONTENTS = "qumulo-audit:workspace:WorkspaceContents";
/** Texts of today's state, and what earlier versions of the program had in their place. */
const FORMER: readonly (readonly [today: string, former: string])[] = [
  [`$${CONTENTS}`, ""],
  ["-boot-check", "-booted"],
  ["-readiness-check", "-ready"],
  ['"drain"', '"leave"'],
];
const state = z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })) });

let stack: Deployed;
let begin: () => Promise<void>;
const idsOf = () => Object.keys(stack.azureState.resources).sort();
const stateText = async () => JSON.stringify((await stack.exported()).deployment);

beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await Deployed.open(settings(2));
  await stack.up();
  const exported = await stack.exported();
  const { resources, ...deployment } = state.parse(exported.deployment);
  const today = JSON.stringify({ ...deployment, resources: resources.filter(({ type }) => type !== CONTENTS) });
  for (const [text] of FORMER) expect(today).toContain(text);
  const former = FORMER.reduce((text, [now, before]) => text.replaceAll(now, before), today);
  await stack.importState({ ...exported, deployment: JSON.parse(former) });
  begin = await stack.snapshot();
});
beforeEach(async () => {
  if (findPulumi() === undefined) return;
  await begin();
  await stack.configure(settings(2));
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});

describeWith("engine")("a stack that an earlier version of the program has deployed", () => {
  it("keeps every resource, under the names and parents of today", async () => {
    const before = idsOf();
    expect(await stack.preview()).toEqual(["create qumulo-test"]);
    expect(await stack.up()).toEqual([]);
    expect(idsOf()).toEqual(before);
    const text = await stateText();
    for (const [today] of FORMER) expect(text).toContain(today);
    for (const former of ["-booted", '-ready"', '"leave"', "AuditPipeline$qumulo-audit:events:"])
      expect(text).not.toContain(former);
    expect(await stack.up()).toEqual([]);
  });

  it("has a machine drained before it is deleted, although the state has the former name of the hook", async () => {
    await stack.configure(settings(1));
    const calls = await stack.up();
    expect(calls.filter((call) => call.startsWith("run "))).toEqual(["run vm-qumulo-test-0", "run vm-qumulo-test-1"]);
    expect(calls.indexOf("run vm-qumulo-test-1")).toBeLessThan(calls.indexOf("delete vm-qumulo-test-1"));
    expect([stack.ready(), await stack.up()]).toEqual([1, []]);
  });
});
