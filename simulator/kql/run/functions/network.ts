import ipaddr from "ipaddr.js";
import { ofText, type Scalar, text } from "./function";

const four = (value: string): [ipaddr.IPv4, number] | undefined => {
  const [address = "", prefix = "32"] = value.trim().split("/");
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return undefined;
  const parsed = ipaddr.IPv4.parse(address);
  return [parsed, Number(prefix)];
};

/** Parses an address or range as IPv6. IPv4 becomes IPv4-mapped IPv6, which makes the prefix 96 bits longer. */
const six = (value: string): [ipaddr.IPv6, number] | undefined => {
  const asFour = four(value);
  if (asFour !== undefined) return [asFour[0].toIPv4MappedAddress(), asFour[1] + 96];
  const [address = "", prefix = "128"] = value.trim().split("/");
  return ipaddr.IPv6.isValid(address) ? [ipaddr.IPv6.parse(address), Number(prefix)] : undefined;
};

const isInRange = (address: string, range: string): boolean | null => {
  const [found, against] = [four(address), four(range)];
  return found === undefined || against === undefined
    ? null
    : found[0].match(against[0], Math.min(against[1], found[1]));
};
const isInRange6 = (address: string, range: string): boolean | null => {
  const [found, against] = [six(address), six(range)];
  return found === undefined || against === undefined
    ? null
    : found[0].match(against[0], Math.min(against[1], found[1]));
};

const number = (value: string): number | null => {
  const found = four(value);
  return found === undefined ? null : found[0].octets.reduce((sum, octet) => sum * 256 + octet, 0);
};

const anyRange: Scalar = (values, types) => {
  const ranges = values
    .slice(1)
    .flatMap((value, index) => (Array.isArray(value) ? value.map(String) : [text(values, types, index + 1)]));
  return ranges.some((range) => isInRange(text(values, types, 0), range) === true);
};

export const networkFunctions: Readonly<Record<string, Scalar>> = {
  ipv4_is_private: ofText(
    (value) => four(value)?.[0].range() === "private" || (four(value) === undefined ? null : false),
  ),
  ipv4_is_in_range: ofText(isInRange),
  ipv4_is_match: ofText((left, right, prefix = "32") => {
    const [a, b] = [four(left), four(right)];
    return a === undefined || b === undefined ? null : a[0].match(b[0], Math.min(a[1], b[1], Number(prefix)));
  }),
  ipv6_is_match: ofText(isInRange6),
  ipv6_is_in_range: ofText(isInRange6),
  ipv4_is_in_any_range: anyRange,
  parse_ipv4: ofText(number),
  ipv4_compare: ofText((left, right) => {
    const [a, b] = [number(left), number(right)];
    return a === null || b === null ? null : Math.sign(a - b);
  }),
};
