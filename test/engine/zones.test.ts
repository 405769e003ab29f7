import { afterAll, expect, it } from "vitest";
import { OWN, stackConfig } from "../exampleStacks";
import { good } from "../infra/settings/bad/setting";
import { describeWith } from "../needs";
import { TestStack } from "./testStack";

const opened: TestStack[] = [];
afterAll(() => {
  for (const stack of opened) stack.close();
});

const inZones = (zones: readonly string[]) =>
  stackConfig({ ...good, "azure-native:subscriptionId": OWN, forwarder: { ...good.forwarder, zones } });
const deployed = async (zones: readonly string[]): Promise<TestStack> => {
  const stack = await TestStack.open(inZones(zones));
  opened.push(stack);
  await stack.up();
  return stack;
};
const zonesOf = ({ azureState }: TestStack, token: string) =>
  Object.values(azureState.resources)
    .filter((one) => one.token === token)
    .map(({ inputs }) => inputs.zones)
    .sort();

describeWith("engine")("a change of forwarder.zones, as docs/deploy.md describes,", () => {
  it("fails if no zones were set before, because the NAT gateway's address is in use and cannot be replaced", async () => {
    const stack = await deployed([]);
    await stack.configure(inZones(["1", "2"]));
    expect(await stack.failedUp()).toContain("PublicIPAddressCannotBeDeleted");
  });

  it("recreates the machines with empty spool disks, and keeps the old disks with their events in Azure", async () => {
    const stack = await deployed(["1", "2"]);
    await stack.configure(inZones(["2", "3"]));
    await stack.up();
    expect(zonesOf(stack, "azure-native:compute:VirtualMachine")).toEqual([["2"], ["3"]]);
    expect(zonesOf(stack, "azure-native:compute:Disk")).toEqual([["1"], ["2"], ["2"], ["3"]]);
  });
});
