import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseResourceId, resourceTypes } from "../../components/resourceId";

describe("a resource id", () => {
  const id =
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s";

  it("is parsed for a resource type, whose case is ignored", () => {
    expect(parseResourceId(id.replace("virtualNetworks", "VIRTUALNETWORKS"), resourceTypes.subnet)).toMatchObject({
      subscriptionId: "11111111-2222-3333-4444-555555555555",
      resourceGroupName: "rg",
      names: ["v", "s"],
    });
  });

  it.each([
    id.replace("/subnets/s", ""),
    `${id}/`,
    id.replace("5555", "xxxx"),
    id.slice(1),
    id.replace("providers", "provider"),
  ])("is refused if it is not an id of that type: %s", (other) =>
    expect(parseResourceId(other, resourceTypes.subnet)).toBeUndefined(),
  );

  it("never makes the parser throw", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void expect(parseResourceId(text, resourceTypes.workspace)).toBeUndefined()),
      { numRuns: 2000 },
    );
  });
});
