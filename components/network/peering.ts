import { shellWord } from "../shellWord";

/** The other side of a peering, which the other VNet's owner creates. */
export interface ReversePeering {
  /** Resource id of the other VNet. */
  readonly theirVnetId: string;
  /** Resource id of the stack's VNet. */
  readonly ourVnetId: string;
  readonly peeringName: string;
  /** Whether the stack's VNet uses the other VNet's gateway, which the other VNet must then allow. */
  readonly allowGatewayTransit: boolean;
}

/** Returns the `az` command that creates the other side of a peering. */
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
