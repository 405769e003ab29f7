import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers } from "../../components/network/addresses";
import { program } from "../../infra/program";
import { validate } from "../../infra/settings/validate";
import { recordProgram } from "../../rehearsal/engine/recordProgram";
import { OWN, stackConfig } from "../exampleStacks";
import { brokenReferences } from "./references";
import { validSettings } from "./validSettings";

const GRAPHS = Number(process.env.GRAPHS ?? 10);

describe("any settings that are right", () => {
  it("pass the checks", () => {
    fc.assert(
      fc.property(validSettings, (settings) => {
        const result = validate(stackConfig(settings));
        expect("mistakes" in result ? result.mistakes : []).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it(`make a whole graph, without a public way in, in ${GRAPHS} runs`, async () => {
    await fc.assert(
      fc.asyncProperty(validSettings, fc.boolean(), async (settings, preview) => {
        const config = stackConfig({ ...settings, "azure-native:subscriptionId": OWN });
        const graph = await recordProgram(program, config, preview);
        const updated = preview ? await recordProgram(program, config) : graph;
        expect(brokenReferences(graph, config, updated)).toEqual([]);
        for (const { name } of graph.resources) expect(name).toMatch(/^[a-z0-9][\w.-]{1,100}$/);
        expect(
          openRanges(
            graph.all("azure-native:network:NetworkSecurityGroup").map(({ inputs }) => inputs.securityRules),
          ).filter(
            (range) =>
              range !== "AzureLoadBalancer" &&
              !settings.clusters.some(({ clientCidrs }) => clientCidrs.some((cidr) => covers(cidr, range))),
          ),
        ).toEqual([]);
        const interfaces = graph.all("azure-native:network:NetworkInterface");
        expect(interfaces).toHaveLength(settings.forwarder.count);
        expect(JSON.stringify(interfaces.map(({ inputs }) => inputs))).not.toContain("publicIP");
        expect(graph.outputs.syslogEndpoint).toMatchObject({ protocol: "tcp", port: settings.forwarder.port });
      }),
      { numRuns: GRAPHS },
    );
  }, 120_000);
});

interface Rule {
  readonly access: string;
  readonly direction: string;
  readonly sourceAddressPrefix?: string;
  readonly sourceAddressPrefixes?: readonly string[];
}

/** Where inbound traffic is let in from. */
const openRanges = (groups: readonly unknown[]): string[] =>
  (groups as Rule[][])
    .flat()
    .filter(({ access, direction }) => access === "Allow" && direction === "Inbound")
    .flatMap(({ sourceAddressPrefix, sourceAddressPrefixes = [] }) => [
      ...sourceAddressPrefixes,
      ...(sourceAddressPrefix ? [sourceAddressPrefix] : []),
    ]);
