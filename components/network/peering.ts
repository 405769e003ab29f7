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
  const [, , subscription, , group] = theirVnetId.split("/");
  const vnet = theirVnetId.split("/").at(-1);
  return [
    `az network vnet peering create --subscription ${subscription} --resource-group ${group} --vnet-name ${vnet}`,
    `--name ${peeringName} --remote-vnet ${ourVnetId} --allow-vnet-access`,
    ...(allowGatewayTransit ? ["--allow-gateway-transit"] : []),
  ].join(" ");
}
