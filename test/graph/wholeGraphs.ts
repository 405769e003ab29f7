import fc from "fast-check";
import { expect } from "vitest";
import { covers, merged } from "../../components/network/addresses";
import { program } from "../../infra/program";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { OWN, stackConfig } from "../exampleStacks";
import { brokenReferences } from "./references";
import { validSettings } from "./validSettings";

/** Runs the program with generated settings and checks what must be true for every graph. */
export async function checkWholeGraphs(runs: number): Promise<void> {
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
            // The security rule has one range in place of adjacent ranges.
            !merged(settings.clusters.flatMap(({ nodeCidrs }) => nodeCidrs)).some((cidr) => covers(cidr, range)),
        ),
      ).toEqual([]);
      const interfaces = graph.all("azure-native:network:NetworkInterface");
      expect(interfaces).toHaveLength(settings.forwarder.count);
      expect(JSON.stringify(interfaces.map(({ inputs }) => inputs))).not.toContain("publicIP");
      expect(graph.outputs.syslogEndpoint).toMatchObject({ protocol: "tcp", port: settings.forwarder.port });
    }),
    { numRuns: runs },
  );
}

interface Rule {
  readonly access: string;
  readonly direction: string;
  readonly sourceAddressPrefix?: string;
  readonly sourceAddressPrefixes?: readonly string[];
}

/** Returns the sources from which inbound traffic is allowed. */
const openRanges = (groups: readonly unknown[]): string[] =>
  (groups as Rule[][])
    .flat()
    .filter(({ access, direction }) => access === "Allow" && direction === "Inbound")
    .flatMap(({ sourceAddressPrefix, sourceAddressPrefixes = [] }) => [
      ...sourceAddressPrefixes,
      ...(sourceAddressPrefix ? [sourceAddressPrefix] : []),
    ]);
