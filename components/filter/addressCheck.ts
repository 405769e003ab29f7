import { merged, numbersOf, prefixesOf } from "../network/addresses";

/** Up to this number, comparing text prefixes costs rsyslogd less than two comparisons of numbers. */
const MOST_PREFIXES = 16;

/**
 * The rsyslog condition that an address is in one of the ranges. By default it checks the sender's address.
 *
 * rsyslog has no operator for ranges. A range that needs few text prefixes becomes a comparison of text, which takes a fifth
 * of the time of the comparison of numbers that all others become.
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
