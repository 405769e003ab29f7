import ipaddr from "ipaddr.js";

/** First and last address of an IPv4 range, as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

const toNumber = (address: string): number =>
  ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

/** Returns the first and last address of an IPv4 range as numbers. Throws if the text is not a range. */
export function numbersOf(cidr: string): Range {
  const [network, length] = ipaddr.IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - length);
  const first = Math.floor(toNumber(network.toString()) / size) * size;
  return { first, last: first + size - 1 };
}

/**
 * Returns the text prefixes that together match every address in the range: complete octets with a trailing dot, or complete
 * addresses. Returns undefined if the range needs more than `most` prefixes or contains all addresses.
 * Example: `["10.1.2.", "10.1.3."]` for `10.1.2.0/23`.
 */
export function prefixesOf(cidr: string, most: number): string[] | undefined {
  const { first, last } = numbersOf(cidr);
  const octets = Math.ceil(Number(cidr.split("/")[1]) / 8);
  const step = 2 ** (8 * (4 - octets));
  const count = (last - first + 1) / step;
  if (octets === 0 || count > most) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const address = toAddress(first + index * step);
    return octets === 4 ? address : `${address.split(".").slice(0, octets).join(".")}.`;
  });
}

/** Number of addresses in a range. Example: 64 for a /26. */
export const sizeOf = (cidr: string): number => numbersOf(cidr).last - numbersOf(cidr).first + 1;

/** Returns the range with its host bits cleared. Example: `10.1.2.3/24` becomes `10.1.2.0/24`. */
export const networkOf = (cidr: string): string => `${toAddress(numbersOf(cidr).first)}/${Number(cidr.split("/")[1])}`;

/** Whether the address is in the range. */
export function contains(cidr: string, address: string): boolean {
  const { first, last } = numbersOf(cidr);
  const value = toNumber(address);
  return value >= first && value <= last;
}

/** Whether the outer range contains the whole inner range. */
export function covers(outer: string, inner: string): boolean {
  const [a, b] = [numbersOf(outer), numbersOf(inner)];
  return a.first <= b.first && a.last >= b.last;
}

/** Whether two ranges have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  return a.first <= b.last && b.first <= a.last;
}

/** Whether any two of the ranges have an address in common. */
export function anyOverlap(cidrs: readonly string[]): boolean {
  const sorted = cidrs.map(numbersOf).sort((a, b) => a.first - b.first);
  return sorted.some(({ first }, index) => first <= (sorted[index - 1]?.last ?? -1));
}

/**
 * Number of addresses that Azure reserves in every subnet: the first four and the last one.
 * Source: learn.microsoft.com/azure/virtual-network/virtual-networks-faq, "restrictions on using IP addresses".
 */
export const RESERVED_PER_SUBNET = 5;

/** Whether Azure reserves this address of the subnet. */
export function isReserved(subnet: string, address: string): boolean {
  const { first, last } = numbersOf(subnet);
  const value = toNumber(address);
  return value - first < RESERVED_PER_SUBNET - 1 || value === last;
}

/**
 * Returns a subnet's last usable address. This address is the endpoint's default, because Azure assigns addresses from the
 * start of the subnet. Example: `10.0.0.62` for `10.0.0.0/26`.
 */
export const lastUsable = (subnet: string): string => toAddress(numbersOf(subnet).last - 1);

/**
 * Returns the shortest sorted list of ranges that contains the same addresses. Overlapping and adjacent ranges are joined,
 * because Azure refuses a security rule with overlapping ranges. Example: `["10.0.1.0/24", "10.0.0.0/24"]` becomes
 * `["10.0.0.0/23"]`.
 */
export function merged(cidrs: readonly string[]): string[] {
  const sorted = cidrs.map(numbersOf).sort((a, b) => a.first - b.first);
  const spans: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const before = spans.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else spans.push({ first, last });
  }
  return spans.flatMap(rangesOf);
}

/** Splits consecutive addresses into the fewest CIDR ranges. */
function rangesOf({ first, last }: Range): string[] {
  const ranges: string[] = [];
  for (let at = first; at <= last; ) {
    let length = 32;
    while (length > 0 && at % 2 ** (33 - length) === 0 && at + 2 ** (33 - length) - 1 <= last) length -= 1;
    ranges.push(`${toAddress(at)}/${length}`);
    at += 2 ** (32 - length);
  }
  return ranges;
}

/** Ranges that are not routed on the internet: private (RFC 1918), shared (RFC 6598), link-local and loopback addresses. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"];

/** Whether every address of the range is private. */
export const isPrivate = (cidr: string): boolean => PRIVATE.some((range) => covers(range, cidr));

/** Ranges that Azure does not allow in a VNet. Source: learn.microsoft.com/azure/virtual-network/virtual-networks-faq. */
const NEVER_A_NETWORK = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "224.0.0.0/4",
  "255.255.255.255/32",
];

/** Returns why Azure refuses a range for a VNet or subnet; undefined if Azure accepts it. Example: `10.0.0.0/30` is too small. */
export function networkSpaceProblem(cidr: string): string | undefined {
  const length = Number(cidr.split("/")[1]);
  if (length > 29 || length < 2) return "Azure accepts networks from /29 to /2";
  const taken = NEVER_A_NETWORK.find((range) => overlap(range, cidr));
  return taken === undefined ? undefined : `contains addresses of ${taken}, which Azure does not allow in a network`;
}
