import { afterAll, expect, it } from "vitest";
import { OWN, stackConfig } from "../exampleStacks";
import { good } from "../infra/settings/badSettings";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";

const opened: Deployed[] = [];
afterAll(() => {
  for (const stack of opened) stack.close();
});

const inZones = (zones: readonly string[]) =>
  stackConfig({ ...good, "azure-native:subscriptionId": OWN, forwarder: { ...good.forwarder, zones } });
const deployed = async (zones: readonly string[]): Promise<Deployed> => {
  const stack = await Deployed.open(inZones(zones));
  opened.push(stack);
  await stack.up();
  return stack;
};
const zonesOf = ({ azureState }: Deployed, token: string) =>
  Object.values(azureState.resources)
    .filter((one) => one.token === token)
    .map(({ inputs }) => inputs.zones)
    .sort();

describeWith("engine")("other zones, as docs/deploy.md says,", () => {
  it("fail where there were none, because the address of the NAT gateway is in use", async () => {
    const stack = await deployed([]);
    await stack.configure(inZones(["1", "2"]));
    expect(await stack.failedUp()).toContain("PublicIPAddressCannotBeDeleted");
  });

  it("make machines anew with empty disks, and the old disks with what waits on them stay in Azure", async () => {
    const stack = await deployed(["1", "2"]);
    await stack.configure(inZones(["2", "3"]));
    await stack.up();
    expect(zonesOf(stack, "azure-native:compute:VirtualMachine")).toEqual([["2"], ["3"]]);
    expect(zonesOf(stack, "azure-native:compute:Disk")).toEqual([["1"], ["2"], ["2"], ["3"]]);
  });
});
