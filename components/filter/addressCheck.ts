import { merged, numbersOf, prefixesOf } from "../network/addresses";

/** Up to this many text prefixes, comparing them costs rsyslogd less time than comparing two numbers. */
const MOST_PREFIXES = 16;

/**
 * Returns the rsyslog condition that an address, by default the sender's, is in one of the ranges.
 *
 * rsyslog has no operator for address ranges. A range that needs few text prefixes becomes a text comparison. Any other range
 * becomes a comparison of numbers, which takes five times as long.
 * Example: `$fromhost-ip startswith ["10.1.2."]` for `10.1.2.0/24`.
 */
export function addressCheck(cidrs: readonly string[], address = "$fromhost-ip"): string {
  const ranges = merged(cidrs).map((cidr) => ({ cidr, prefixes: prefixesOf(cidr, MOST_PREFIXES) }));
  const prefixes = ranges.flatMap(({ prefixes }) => prefixes ?? []);
  const single = prefixes.filter((prefix) => !prefix.endsWith("."));
  const many = prefixes.filter((prefix) => prefix.endsWith("."));
  return [
    ...(many.length > 0 ? [`${address} startswith ${JSON.stringify(many)}`] : []),
    ...(single.length > 0 ? [`${address} == ${JSON.stringify(single)}`] : []),
    ...ranges
      .filter(({ prefixes }) => prefixes === undefined)
      .map(({ cidr }) => numbersOf(cidr))
      .map(({ first, last }) => `ip42num(${address}) >= ${first} and ip42num(${address}) <= ${last}`),
  ].join(" or ");
}
