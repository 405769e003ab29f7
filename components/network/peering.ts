import { shellWord } from "../shellWord";

/** The other side of a peering, for the team that owns the other VNet. */
export interface ReversePeering {
  /** Resource id of their VNet. */
  readonly theirVnetId: string;
  /** Resource id of our VNet. */
  readonly ourVnetId: string;
  readonly peeringName: string;
  /** Whether we use their gateway; then their side must allow it. */
  readonly allowGatewayTransit: boolean;
}

/** The `az` line that makes the other side of a peering. */
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
