import ipaddr from "ipaddr.js";
import { covers, isPrivate, networkOf } from "../../components/network/addresses";
import { shown, type ValueError } from "./messages";

/** Example: `24`. */
const NUMBER = /^\d{1,3}$/;

/** Example: `10.1.2.5 - 10.1.2.9`. */
const SPAN = /^[\d.]+\s*-\s*[\d.]+$/;

/** Returns what is wrong with a text that should be an IPv4 range such as `10.1.2.0/24`; undefined if it is one. */
export function rangeError(text: string): ValueError | undefined {
  // An IPv4 range has at most 18 characters, so the checks below need not handle long texts.
  if (text.length > 60) return { problem: `'${shown(text)}' is not an IPv4 range` };
  const [network = "", length = ""] = text.split("/");
  if (NUMBER.test(network) && ipaddr.IPv4.isValidFourPartDecimal(length)) {
    const swapped = `${length}/${network}`;
    const problem = `'${text}' is the wrong way round: the address comes first`;
    return rangeError(swapped) === undefined ? { problem, value: swapped } : { problem };
  }
  if (SPAN.test(text)) {
    return { problem: `'${shown(text)}' is a span of addresses; write it as one or more ranges` };
  }
  if (ipaddr.IPv6.isValid(network)) {
    return { problem: `'${shown(text)}' is IPv6; the endpoint has an IPv4 address only` };
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { problem: `'${text}' has no prefix length; a single address ends in /32`, value: `${text}/32` };
  }
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    return { problem: `'${shown(text)}' is not an IPv4 range` };
  }
  if (networkOf(text) !== text) {
    return { problem: `'${text}' has host bits set; the range is ${networkOf(text)}`, value: networkOf(text) };
  }
  return undefined;
}

/** Whether a text is a valid IPv4 range. */
export const isRange = (text: string): boolean => rangeError(text) === undefined;

/** Returns what is wrong with a text that should be an IPv4 address; undefined if it is one. */
export function addressError(text: string): ValueError | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? undefined : { problem: `'${shown(text)}' is not an IPv4 address` };
}

/** A machine's loopback addresses. Source: RFC 1122, section 3.2.1.3. */
const LOOPBACK = "127.0.0.0/8";

/** Returns an error for each cluster range that consists of loopback addresses. */
export const loopbackErrors = (cidrs: readonly string[]): ValueError[] =>
  cidrs.flatMap((cidr, index) =>
    isRange(cidr) && covers(LOOPBACK, cidr)
      ? [
          {
            problem: `${cidr} is loopback: every program on a forwarder would count as a node of the cluster`,
            at: [index],
          },
        ]
      : [],
  );

/** Returns an error for each range that contains public addresses. */
export function publicAddressErrors(cidrs: readonly string[]): ValueError[] {
  return cidrs.flatMap((cidr, index) =>
    isRange(cidr) && !isPrivate(cidr)
      ? [
          {
            problem: `${cidr} contains public addresses, and syslog is neither encrypted nor authenticated; give the private range, or accept public addresses with allowPublicNodes`,
            at: [index],
          },
        ]
      : [],
  );
}
