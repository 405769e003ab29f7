import ipaddr from "ipaddr.js";
import { isPrivate, networkOf, overlap, sizeOf } from "../../components/network/addresses";
import type { Finding } from "./messages";

const NUMBER = /^\d{1,3}$/;

/** What keeps a text from being an IPv4 range such as `10.1.2.0/24`. */
export function rangeMistake(text: string): Finding | undefined {
  if (NUMBER.test(text.split("/")[0] ?? "") && ipaddr.IPv4.isValidFourPartDecimal(text.split("/")[1] ?? "")) {
    const [length, network] = text.split("/");
    return { problem: `'${text}' is the wrong way round: the address comes first`, example: `${network}/${length}` };
  }
  if (/^[\d.]+\s*-\s*[\d.]+$/.test(text)) {
    return { problem: `'${text}' is a span of addresses; write it as one or more ranges`, example: "10.1.2.0/24" };
  }
  if (ipaddr.IPv6.isValid(text.split("/")[0] ?? "")) {
    return { problem: `'${text}' is IPv6; the endpoint has an IPv4 address only`, example: "10.1.2.0/24" };
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { problem: `'${text}' has no prefix length; a single address ends in /32`, example: `${text}/32` };
  }
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    return { problem: `'${text}' is not an IPv4 range`, example: "10.1.2.0/24" };
  }
  if (networkOf(text) !== text) {
    return {
      problem: `'${text}' has bits set behind the prefix; the range is ${networkOf(text)}`,
      example: networkOf(text),
    };
  }
  return undefined;
}

/** Whether a text is a range that needs no mending. */
export const isRange = (text: string): boolean => rangeMistake(text) === undefined;

/** What keeps a text from being one IPv4 address. */
export function addressMistake(text: string): Finding | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text)
    ? undefined
    : { problem: `'${text}' is not an IPv4 address`, example: "10.1.2.62" };
}

/** Ranges of one list that share addresses: the second one is named. */
export function overlapMistakes(cidrs: readonly string[]): Finding[] {
  return cidrs.flatMap((cidr, index) => {
    const earlier = cidrs.slice(0, index).find((other) => isRange(other) && isRange(cidr) && overlap(other, cidr));
    return earlier === undefined
      ? []
      : [{ problem: `${cidr} overlaps ${earlier} in the same list; keep one of the two`, at: [index] }];
  });
}

/** Ranges that reach beyond private networks. */
export function publicMistakes(cidrs: readonly string[]): Finding[] {
  return cidrs.flatMap((cidr, index) =>
    isRange(cidr) && !isPrivate(cidr)
      ? [
          {
            problem: `${cidr} holds public addresses, and syslog is neither encrypted nor authenticated; give the private range, or say with allowPublicClients that you mean it`,
            at: [index],
          },
        ]
      : [],
  );
}

/** A subnet must hold the endpoint and one address for each machine besides those that Azure keeps. */
export function subnetSizeMistake(prefix: string, machines: number, reserved: number): Finding | undefined {
  const free = sizeOf(prefix) - reserved;
  const needed = machines + 1;
  if (free >= needed) {
    return undefined;
  }
  return {
    problem: `${prefix} leaves ${Math.max(free, 0)} usable addresses (Azure keeps ${reserved}); ${machines} machines and the endpoint need ${needed}`,
    example: `${prefix.split("/")[0]}/26`,
  };
}
