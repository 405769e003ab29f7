import { describe, expect, it } from "vitest";
import { askFor } from "../../../infra/settings/askFor";

describe("the command that asks for a setting", () => {
  it("comes with the example in the schema", () => {
    expect(askFor("arc", "endpointAddress")).toMatchObject([
      { command: "pulumi config set --path arc.endpointAddress", asks: "192.168.10.20", choices: undefined },
    ]);
  });

  it("comes with all choices, if there are few", () => {
    expect(askFor("clusters", 0, "kind")).toMatchObject([
      { command: "pulumi config set --path 'clusters[0].kind'", choices: ["azureNative", "onPremises"] },
    ]);
  });
});
