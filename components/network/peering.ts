import { shellWord } from "../shellWord";

/** The other side of a peering, which the owner of the other VNet creates. */
export interface ReversePeering {
  /** Resource id of the other VNet. */
  readonly theirVnetId: string;
  /** Resource id of the stack's VNet. */
  readonly ourVnetId: string;
  readonly peeringName: string;
  /** Whether the stack's VNet uses the gateway of the other VNet, which must then allow it. */
  readonly allowGatewayTransit: boolean;
}

/** The `az` command that creates the other side of a peering. */
export function reversePeeringCommand({
  theirVnetId,
  ourVnetId,
  peeringName,
  allowGatewayTransit,
}: ReversePeering): string {
  const [, , subscription = "", , group = ""] = theirVnetId.split("/");
  const vnet = theirVnetId.split("/").at(-1) ?? "";
  return [
    `az network vnet peering create --subscription ${subscription} --resource-group ${shellWord(group)}`,
    `--vnet-name ${shellWord(vnet)} --name ${shellWord(peeringName)} --remote-vnet ${shellWord(ourVnetId)}`,
    "--allow-vnet-access",
    ...(allowGatewayTransit ? ["--allow-gateway-transit"] : []),
  ].join(" ");
}
