import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

describe("the endpoint", () => {
  it("has a static zone-redundant address and a health probe", async () => {
    const { id, inputs } = (await graphOf("prod")).only("azure-native:network:LoadBalancer");
    expect(inputs).toMatchObject({
      sku: { name: "Standard" },
      frontendIPConfigurations: [
        { privateIPAllocationMethod: "Static", privateIPAddress: "10.90.1.62", zones: ["1", "2", "3"] },
      ],
      probes: [{ name: "syslog", protocol: "Tcp", port: 514 }],
      loadBalancingRules: [
        {
          frontendPort: 514,
          backendPort: 514,
          enableTcpReset: true,
          idleTimeoutInMinutes: 30,
          probe: { id: `${id}/probes/syslog` },
        },
      ],
    });
  });

  it("has all machines in its backend pool", async () => {
    const graph = await graphOf("prod");
    const { id } = graph.only("azure-native:network:LoadBalancer");
    const pools = graph.all("azure-native:network:NetworkInterface").map(({ inputs }) => inputs.ipConfigurations);
    expect(pools).toHaveLength(3);
    for (const configuration of pools) {
      expect(configuration).toMatchObject([
        { loadBalancerBackendAddressPools: [{ id: `${id}/backendAddressPools/forwarders` }] },
      ]);
    }
  });
});
