import { expect, it } from "vitest";
import { warningLines } from "../../../commands/rehearse/warningLines";
import { program } from "../../../infra/program";
import { recordProgram } from "../../../simulator/engine/recordProgram";
import { stackConfig } from "../../exampleStacks";
import { good } from "../../infra/settings/bad/setting";

const LATER = "When this rehearsal ends, it writes these warnings in full to 'out/summary.json'.";

it("a warning about a misspelt region is printed in full; for all other warnings, one line names the settings", async () => {
  const clusters = [{ name: "nas-1", remote: true, nodeCidrs: ["192.168.10.0/26"] }];
  const peerings = [
    {
      vnetId:
        "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub",
    },
  ];
  const config = stackConfig({
    ...good,
    ...{
      clusters,
      "azure-native:location": "westeurop",
      events: { keep: "noNoise" },
      network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26", peerings },
    },
  });
  const { log } = await recordProgram(program, config);
  expect(
    warningLines(
      "x",
      log.flatMap(({ severity, message }) => (severity === "warning" ? [message] : [])),
      "out",
    ),
  ).toEqual([
    "warning: azure-native:location is westeurop, which is not a known region. If the region is new, nothing is wrong. Did you mean westeurope? pulumi config set azure-native:location westeurope",
    `warning: sample values or risky settings in stack 'x': forwarder.sshPublicKey, cluster nas-1, events.keep, network.peerings. ${LATER}`,
  ]);
});

it("no line is printed if there is no warning", () => expect(warningLines("x", [], "out")).toEqual([]));

it("the region's warning follows the list of errors", async () => {
  const config = stackConfig({ ...good, "azure-native:location": "westeurop", forwarder: { count: 99 } });
  await expect(recordProgram(program, config)).rejects.toThrow(
    /- forwarder\.count: 99[\s\S]*\nwarning: azure-native:location is westeurop, .*Did you mean westeurope\?/,
  );
});
