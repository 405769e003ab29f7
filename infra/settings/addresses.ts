import ipaddr from "ipaddr.js";
import { covers, isPrivate, networkOf, sizeOf } from "../../components/network/addresses";
import { type ValueError, shown } from "./messages";

const NUMBER = /^\d{1,3}$/;

/** What keeps a text from being an IPv4 range such as `10.1.2.0/24`. */
export function rangeError(text: string): ValueError | undefined {
  const example = "10.1.2.0/24";
  // No range is longer than 18 signs; what follows looks at short texts only.
  if (text.length > 60) return { problem: `'${shown(text)}' is not an IPv4 range`, example };
  const [network = "", length = ""] = text.split("/");
  if (NUMBER.test(network) && ipaddr.IPv4.isValidFourPartDecimal(length)) {
    const turned = `${length}/${network}`;
    const problem = `'${text}' is the wrong way round: the address comes first`;
    return rangeError(turned) === undefined ? { problem, value: turned } : { problem, example };
  }
  if (/^[\d.]+\s*-\s*[\d.]+$/.test(text)) {
    return { problem: `'${shown(text)}' is a span of addresses; write it as one or more ranges`, example };
  }
  if (ipaddr.IPv6.isValid(network)) {
    return { problem: `'${shown(text)}' is IPv6; the endpoint has an IPv4 address only`, example };
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { problem: `'${text}' has no prefix length; a single address ends in /32`, value: `${text}/32` };
  }
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    return { problem: `'${shown(text)}' is not an IPv4 range`, example };
  }
  if (networkOf(text) !== text) {
    return {
      problem: `'${text}' has bits set behind the prefix; the range is ${networkOf(text)}`,
      value: networkOf(text),
    };
  }
  return undefined;
}

/** Whether a text is a range that needs no mending. */
export const isRange = (text: string): boolean => rangeError(text) === undefined;

/** What keeps a text from being one IPv4 address. */
export function addressError(text: string): ValueError | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text)
    ? undefined
    : { problem: `'${shown(text)}' is not an IPv4 address`, example: "10.1.2.62" };
}

/** The addresses by which a machine calls itself. Source: RFC 1122, section 3.2.1.3. */
const OWN_MACHINE = "127.0.0.0/8";

/** Ranges of a cluster that are the forwarder's own. */
export const ownMachineErrors = (cidrs: readonly string[]): ValueError[] =>
  cidrs.flatMap((cidr, index) =>
    isRange(cidr) && covers(OWN_MACHINE, cidr)
      ? [
          {
            problem: `${cidr} is the machine's own: every program on a forwarder would pass for the cluster`,
            example: "10.1.2.0/24",
            at: [index],
          },
        ]
      : [],
  );

/** Ranges that reach beyond private networks. */
export function publicAddressErrors(cidrs: readonly string[]): ValueError[] {
  return cidrs.flatMap((cidr, index) =>
    isRange(cidr) && !isPrivate(cidr)
      ? [
          {
            problem: `${cidr} holds public addresses, and syslog is neither encrypted nor authenticated; give the private range, or say with allowPublicNodes that you mean it`,
            at: [index],
          },
        ]
      : [],
  );
}

/** A subnet must hold the endpoint and one address for each machine besides those that Azure keeps. */
export function subnetSizeError(prefix: string, machines: number, reserved: number): ValueError | undefined {
  const free = sizeOf(prefix) - reserved;
  const needed = machines + 1;
  if (free >= needed) {
    return undefined;
  }
  return {
    problem: `${prefix} leaves ${Math.max(free, 0)} usable addresses (Azure keeps ${reserved}); ${machines} machines and the endpoint need ${needed}`,
    value: `${prefix.split("/")[0]}/26`,
  };
}
