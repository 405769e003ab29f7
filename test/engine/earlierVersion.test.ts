import { beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { findPulumi } from "../../simulator/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { deployedStack } from "./deployedStack";
import { FIRST, SECOND } from "./twoMachines";

const settings = (count: number) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count, sshPublicKey: SAMPLE_SSH_KEY },
    events: { table: "parsed" },
  });

const CONTENTS = "qumulo-audit:workspace:WorkspaceContents";
/**
 * Parts of the text of a stack's state: as the program writes them now, and as earlier versions wrote them. A part that
 * earlier versions did not write is empty.
 */
const FORMER: readonly (readonly [current: string, former: string])[] = [
  [`$${CONTENTS}`, ""],
  ["-boot-check", "-booted"],
  ["-readiness-check", "-ready"],
  ['"drain"', '"leave"'],
];
const state = z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })) });

const { stack, restore } = deployedStack(settings(2));
const ids = () => Object.keys(stack.azureState.resources).sort();

beforeEach(async () => {
  if (findPulumi() === undefined) return;
  await restore();
  await stack.configure(settings(2));
  const exported = await stack.exported();
  const { resources, ...deployment } = state.parse(exported.deployment);
  const text = JSON.stringify({ ...deployment, resources: resources.filter(({ type }) => type !== CONTENTS) });
  for (const [current] of FORMER) expect(text).toContain(current);
  const former = FORMER.reduce((changed, [current, before]) => changed.replaceAll(current, before), text);
  await stack.importState({ ...exported, deployment: JSON.parse(former) });
});

describeWith("engine")("a stack that was deployed with an earlier version of the program", () => {
  it("keeps every resource, under its new name and parent", async () => {
    const before = ids();
    expect(await stack.preview()).toEqual(["create qumulo-test"]);
    expect(await stack.up()).toEqual([]);
    expect(ids()).toEqual(before);
    const text = JSON.stringify((await stack.exported()).deployment);
    for (const [current] of FORMER) expect(text).toContain(current);
    for (const former of ["-booted", '-ready"', '"leave"', "AuditPipeline$qumulo-audit:events:"])
      expect(text).not.toContain(former);
    expect(await stack.up()).toEqual([]);
  });

  it("drains a machine before it is deleted, although the state contains the drain hook's former name", async () => {
    await stack.configure(settings(1));
    const calls = await stack.up();
    expect(calls.filter((call) => call.startsWith("run "))).toEqual([`run ${FIRST}`, `run ${SECOND}`]);
    expect(calls.indexOf(`run ${SECOND}`)).toBeLessThan(calls.indexOf(`delete ${SECOND}`));
    expect([stack.ready(), await stack.up()]).toEqual([1, []]);
  });
});
