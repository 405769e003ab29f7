import { describe, expect, it } from "vitest";
import { isRecord } from "../../../components/isRecord";
import { type AzureState, refusalsOf } from "../../../simulator/azure/azureState";
import { azureType } from "../../../simulator/azure/resourceTypes";
import type { Change, Properties } from "../../../simulator/azure/types/azureType";
import { commonRefusals } from "../../../simulator/azure/types/commonRefusals";
import type { RecordedResource } from "../../../simulator/engine/graph";
import { graphOf, type StackName, stacks } from "../../exampleStacks";
import { type BadChange, badChanges } from "./badChanges";
import { loaded } from "./loaded";

function edited(inputs: Properties, edit: BadChange["edit"] = {}): Properties {
  const result: unknown = structuredClone(inputs);
  for (const [path, value] of Object.entries(edit)) {
    const steps = path.split(".");
    let target = result;
    for (const step of steps.slice(0, -1)) {
      if (!isRecord(target)) throw new Error(`no ${path}`);
      target[step] ??= {};
      target = target[step];
    }
    if (!isRecord(target)) throw new Error(`no ${path}`);
    if (value === undefined) delete target[steps.at(-1) ?? ""];
    else target[steps.at(-1) ?? ""] = value;
  }
  return isRecord(result) ? result : {};
}

/**
 * Returns the state of an Azure that contains the whole example stack, except the resource if the change creates it.
 * With `bad`, the change's `given` has prepared the state.
 */
function given(
  whole: AzureState,
  { operation, type, given: prepare }: BadChange,
  resource: RecordedResource,
  bad: boolean,
) {
  const state = structuredClone(whole);
  if (bad) prepare?.(state, resource.id, resource.inputs);
  // Before a create, the resource is deleted. Resources that refer to it stay, although in Azure they could not exist
  // without it.
  const own = resource.id.toLowerCase();
  if (operation === "create") delete state.resources[own];
  return { state, type };
}

const everything = async () => {
  const graph = await graphOf("everything");
  return { graph, whole: loaded(graph) };
};
/** For types of which the example stack has several resources: selects the resource to change. */
const CHOSEN: Readonly<Record<string, (inputs: Properties) => boolean>> = {
  "azure-native:network:VirtualNetworkPeering": ({ useRemoteGateways }) => useRemoteGateways === true,
  "azure-native:monitor:DataCollectionRuleAssociation": ({ associationName, resourceUri }) =>
    associationName === "qumulo-audit" && String(resourceUri).includes("Microsoft.Compute"),
};

function chosen(bad: BadChange, resources: readonly RecordedResource[]): RecordedResource {
  const found = resources.find(({ type, inputs }) => type === bad.type && (CHOSEN[type]?.(inputs) ?? true));
  if (found === undefined) throw new Error(`the example has no ${bad.type}`);
  return found;
}

function changeOf(bad: BadChange, resource: RecordedResource, edit: BadChange["edit"], name?: string): Change {
  const inputs = edited(resource.inputs, edit);
  const id = name === undefined ? resource.id : name.startsWith("/") ? name : resource.id.replace(/[^/]+$/, name);
  return { operation: bad.operation, id, inputs, ...(bad.operation === "update" ? { before: resource.inputs } : {}) };
}

describe("the simulated Azure", () => {
  it.each(Object.keys(stacks) as StackName[])(
    "accepts all resources of the example stack %s in their order of registration",
    async (stack) => {
      expect(Object.keys(loaded(await graphOf(stack)).resources).length).toBeGreaterThan(8);
    },
  );

  it.each(badChanges)(
    "refuses to $operation $type with $code, and accepts the change without the error",
    async (bad) => {
      const { graph, whole } = await everything();
      const resource = chosen(bad, graph.resources);
      const refused = given(whole, bad, resource, true);
      const reasons = refusalsOf(refused.state, bad.type, changeOf(bad, resource, bad.edit, bad.name));
      expect(reasons.map(({ refusal }) => refusal.code)).toEqual([bad.code]);
      expect(reasons[0]?.reason.length).toBeGreaterThan(10);
      if (bad.operation === "delete" || bad.always) return;
      const twin = given(whole, bad, resource, false);
      expect(refusalsOf(twin.state, bad.type, changeOf(bad, resource, {}))).toEqual([]);
    },
  );

  it("has a source for every refusal, and a test case that causes it", async () => {
    const { graph, whole } = await everything();
    const caused = new Set(
      badChanges.flatMap((bad) => {
        const resource = chosen(bad, graph.resources);
        const { state } = given(whole, bad, resource, true);
        return refusalsOf(state, bad.type, changeOf(bad, resource, bad.edit, bad.name)).map(({ refusal }) => refusal);
      }),
    );
    const types = new Set(badChanges.map(({ type }) => azureType(type)));
    const all = [...commonRefusals, ...[...types].flatMap(({ refusals }) => refusals ?? [])];
    expect(all.filter((refusal) => !caused.has(refusal)).map(({ code }) => code)).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(all.filter(({ source }) => !/\.\w+|source/.test(source))).toEqual([]);
  });
});
