import { describe, expect, it } from "vitest";
import { changed, givenOf } from "../../../infra/settings/given";
import { stackConfig } from "../../exampleStacks";

describe("a parsed configuration", () => {
  it("has the project's keys without their namespace, and all other keys with theirs", () => {
    const { values } = givenOf(stackConfig({ forwarder: { count: 2 } }));
    expect(values).toEqual({ "azure-native:location": "westeurope", forwarder: { count: 2 } });
  });

  it("keeps text as text, even if it looks like a number", () => {
    expect(givenOf(stackConfig({ contact: "4711", "azure-native:clientId": "4711" })).values).toMatchObject({
      contact: "4711",
      "azure-native:clientId": "4711",
    });
  });

  it("has no value for an empty text, which is the default in Pulumi.yaml", () => {
    expect(givenOf(stackConfig({ contact: "" })).values.contact).toBeUndefined();
  });
});

describe("a changed configuration", () => {
  const given = givenOf(stackConfig({ forwarder: { zones: ["1", "2", "3"], cuont: 3 } }));

  it("contains the changes, applied in order, and leaves the original unchanged", () => {
    const { values } = changed(given, [
      { path: ["forwarder", "zones", 0] },
      { path: ["forwarder", "zones", 0], value: "3" },
      { path: ["forwarder", "cuont"], rename: "count" },
      { path: ["arc", "servers", 0, "id"], value: "x" },
    ]);
    expect(values).toMatchObject({ forwarder: { zones: ["3", "3"], count: 3 }, arc: { servers: [{ id: "x" }] } });
    expect(given.values.forwarder).toEqual({ zones: ["1", "2", "3"], cuont: 3 });
  });

  it("has a list with one member where the original has the member without a list", () => {
    const { values } = changed(givenOf(stackConfig({ clusters: { name: "nas" } })), [
      { path: ["clusters"], inList: true },
    ]);
    expect(values.clusters).toEqual([{ name: "nas" }]);
  });

  it("keeps a renamed secret secret", () => {
    const secret = givenOf({ ...stackConfig({ contct: "x" }), secretKeys: ["qumulo-audit:contct"] });
    expect(changed(secret, [{ path: ["contct"], rename: "contact" }]).secretKeys).toContain("contact");
  });
});
