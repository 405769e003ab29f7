import { parse } from "yaml";
import { z } from "zod";
import type { AzureState } from "../../simulator/azure/azureState";
import type { Existing } from "../../simulator/azure/types/azureType";
import { textsAt, valuesAt } from "../../simulator/azure/types/refusal";

const userData = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });

/** Returns the ports on which a machine's rsyslog listens, according to its user-data. */
function listensOn(machine: Existing): number[] {
  const [data = ""] = textsAt(machine.inputs, "osProfile.customData");
  const { write_files: files } = userData.parse(parse(Buffer.from(data, "base64").toString()));
  const text = files.find(({ path }) => path.endsWith("/05-qumulo-audit.conf"))?.content ?? "";
  return [...text.matchAll(/^input\(type="imtcp" port="(\d+)" ruleset="qumulo"/gm)].map(([, port]) => Number(port));
}

/** Whether a security group has two inbound rules that open the port (for clusters and probes), or does not exist. */
const allows = (group: Existing | undefined, port: number): boolean =>
  group === undefined ||
  valuesAt(group.inputs, "securityRules[]").filter(
    (rule) =>
      textsAt(rule, "direction")[0] === "Inbound" &&
      textsAt(rule, "access")[0] === "Allow" &&
      textsAt(rule, "destinationPortRange")[0] === String(port),
  ).length >= 2;

/**
 * Returns the machines that are reachable at the endpoint. Checks what a packet passes: the load balancer's rule, its
 * pool, the interfaces in the pool, the security groups of interface and subnet, and a machine that listens on the
 * rule's backend port. `takes` returns whether a machine's rsyslog accepts connections.
 */
export function reachableMachines({ resources }: AzureState, takes: (machine: Existing) => boolean): string[] {
  const all = Object.values(resources);
  const of = (type: string) => all.filter(({ token }) => token.endsWith(`:${type}`));
  const get = (id: string | undefined) => (id === undefined ? undefined : resources[id.toLowerCase()]);
  const rules = of("LoadBalancer").flatMap(({ inputs }) => valuesAt(inputs, "loadBalancingRules[]"));
  return rules
    .flatMap((rule) => {
      const [pool = ""] = textsAt(rule, "backendAddressPool.id");
      const behind = Number(valuesAt(rule, "backendPort")[0]);
      return of("VirtualMachine").filter((machine) => {
        const [networkInterface] = textsAt(machine.inputs, "networkProfile.networkInterfaces[].id").map(get);
        const of = (path: string) => textsAt(networkInterface?.inputs, path);
        const subnet = get(of("ipConfigurations[].subnet.id")[0]);
        const groups = [of("networkSecurityGroup.id")[0], textsAt(subnet?.inputs, "networkSecurityGroup.id")[0]];
        return (
          of("ipConfigurations[].loadBalancerBackendAddressPools[].id").includes(pool) &&
          groups.map(get).every((group) => allows(group, behind)) &&
          listensOn(machine).includes(behind) &&
          takes(machine)
        );
      });
    })
    .map(({ id }) => id.split("/").at(-1) ?? "");
}
