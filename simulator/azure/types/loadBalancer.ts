import { contains, isReserved } from "../../../components/network/addresses";
import { type AzureType, inGroup } from "./azureType";
import { check, immutable, inUse, mentions, refersTo, textsAt, value, valuesAt } from "./refusal";

const VNET = "learn.microsoft.com/azure/virtual-network/virtual-networks-faq";
const LB = "learn.microsoft.com/azure/load-balancer/components";
const IN_USE = "learn.microsoft.com/azure/virtual-network/troubleshoot-delete-vnet";
const FRONTENDS = "frontendIPConfigurations[]";

export const loadBalancer: AzureType = {
  token: "azure-native:network:LoadBalancer",
  id: inGroup("Microsoft.Network/loadBalancers/{loadBalancerName}"),
  forceNew: ["loadBalancerName", "resourceGroupName", "location"],
  refusals: [
    refersTo(`${FRONTENDS}.subnet.id`, "SubnetNotFound", LB),
    check("LoadBalancingRuleMustHaveProbe", LB, ({ inputs }) =>
      valuesAt(inputs, "loadBalancingRules[]").length > valuesAt(inputs, "loadBalancingRules[].probe").length
        ? "a rule has no probe, so it would send to machines that are down"
        : undefined,
    ),
    check("PrivateIPAddressNotInSubnet", VNET, ({ inputs }, azure) =>
      valuesAt(inputs, FRONTENDS).some((frontend) => {
        const [address = "", prefix] = [textsAt(frontend, "privateIPAddress")[0], prefixOf(frontend, azure.get)];
        return address !== "" && prefix !== undefined && !contains(prefix, address);
      })
        ? "the static address is outside the subnet"
        : undefined,
    ),
    check("PrivateIPAddressInReservedRange", VNET, ({ inputs }, azure) =>
      valuesAt(inputs, FRONTENDS).some((frontend) => {
        const [address = "", prefix] = [textsAt(frontend, "privateIPAddress")[0], prefixOf(frontend, azure.get)];
        return address !== "" && prefix !== undefined && contains(prefix, address) && isReserved(prefix, address);
      })
        ? "the static address is one that Azure reserves"
        : undefined,
    ),
    check("PrivateIPAddressIsAllocated", VNET, ({ id, inputs }, azure) => {
      const addresses = textsAt(inputs, `${FRONTENDS}.privateIPAddress`);
      const subnets = textsAt(inputs, `${FRONTENDS}.subnet.id`);
      const other = azure.all.find(
        (one) =>
          one.id !== id &&
          subnets.some((subnet) => mentions(one, `${FRONTENDS}.subnet.id`, subnet)) &&
          addresses.some((address) => mentions(one, `${FRONTENDS}.privateIPAddress`, address)),
      );
      return other === undefined ? undefined : `the address is used by ${other.id}`;
    }),
    value(
      "loadBalancingRules[].frontendPort",
      "LoadBalancingRuleInvalidPort",
      "Microsoft.Network/loadBalancers, LoadBalancingRulePropertiesFormat.frontendPort: 0 to 65534",
      (port) => Number(port) >= 1 && Number(port) <= 65_534,
      "1 to 65534",
    ),
    value(
      "loadBalancingRules[].idleTimeoutInMinutes",
      "InvalidIdleTimeout",
      "learn.microsoft.com/azure/load-balancer/load-balancer-tcp-idle-timeout",
      (minutes) => Number(minutes) >= 4 && Number(minutes) <= 100,
      "4 to 100 minutes",
    ),
    check("FrontendZonesImmutable", LB, ({ inputs, before }) =>
      before === undefined ||
      JSON.stringify(valuesAt(inputs, `${FRONTENDS}.zones`)) === JSON.stringify(valuesAt(before, `${FRONTENDS}.zones`))
        ? undefined
        : "zones of a frontend cannot change",
    ),
    immutable("sku.name", "learn.microsoft.com/azure/load-balancer/skus"),
    inUse("LoadBalancerInUse", IN_USE, (other, id) =>
      textsAt(other.inputs, "ipConfigurations[].loadBalancerBackendAddressPools[].id").some((pool) =>
        pool.toLowerCase().startsWith(`${id.toLowerCase()}/`),
      ),
    ),
  ],
};

/** Returns the address prefix of a frontend's subnet. Undefined if the subnet was not created here. */
function prefixOf(frontend: unknown, get: (id: string) => { inputs: unknown } | undefined): string | undefined {
  const [id = ""] = textsAt(frontend, "subnet.id");
  return textsAt(get(id)?.inputs, "addressPrefix")[0];
}
