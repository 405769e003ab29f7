/** A VM image in the Azure Marketplace. */
export interface Image {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: string;
}

/** Parses an image URN. Throws if one of the four parts is missing. Example: `Canonical:ubuntu-24_04-lts:server:latest`. */
export function parseImage(urn: string): Image {
  const [publisher, offer, sku, version] = urn.split(":");
  if (!publisher || !offer || !sku || !version) throw new Error(`'${urn}' is not publisher:offer:sku:version`);
  return { publisher, offer, sku, version };
}

/**
 * Images whose machines Azure patches. Source: learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching,
 * "supported OS images".
 */
const PLATFORM_PATCHED = ["canonical:ubuntu-24_04-lts:server", "canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2"];

/** Whether Azure patches machines with this image. Machines with other images install updates themselves. */
export const isPlatformPatched = ({ publisher, offer, sku }: Image): boolean =>
  PLATFORM_PATCHED.includes(`${publisher}:${offer}:${sku}`.toLowerCase());
