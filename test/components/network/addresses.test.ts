import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contains,
  covers,
  isPrivate,
  isReserved,
  lastUsable,
  merged,
  networkOf,
  overlap,
  prefixesOf,
  sizeOf,
} from "../../../components/network/addresses";

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const cidr = fc.tuple(address, fc.integer({ min: 8, max: 30 })).map(([text, length]) => networkOf(`${text}/${length}`));
const RUNS = { numRuns: 2000 };

describe("ranges", () => {
  it("cover another range if and only if they contain its first address and are not smaller", () => {
    fc.assert(
      fc.property(cidr, cidr, (one, other) => {
        const [first = ""] = other.split("/");
        const covered = contains(one, first) && sizeOf(one) >= sizeOf(other);
        expect(covers(one, other)).toBe(covered);
        expect(overlap(one, other)).toBe(covers(one, other) || covers(other, one));
      }),
      RUNS,
    );
  });

  it("have text prefixes that match all their addresses and no others", () => {
    fc.assert(
      fc.property(cidr, address, (range, other) => {
        const [first = ""] = range.split("/");
        const prefixes = prefixesOf(range, 256) ?? [];
        for (const one of [first, other]) {
          const begins = prefixes.some((prefix) => (prefix.endsWith(".") ? one.startsWith(prefix) : one === prefix));
          expect(begins).toBe(contains(range, one));
        }
      }),
      RUNS,
    );
    expect(prefixesOf("10.1.2.0/23", 2)).toEqual(["10.1.2.", "10.1.3."]);
    expect(prefixesOf("10.1.2.0/23", 1)).toBeUndefined();
  });

  it("do not overlap after merging, and still cover all original ranges", () => {
    fc.assert(
      fc.property(fc.array(cidr, { minLength: 1, maxLength: 12 }), (cidrs) => {
        const left = merged(cidrs);
        for (const range of cidrs) expect(left.some((outer) => covers(outer, range))).toBe(true);
        for (const range of left) expect(left.filter((other) => overlap(range, other))).toEqual([range]);
      }),
      RUNS,
    );
  });

  it("are private only if they are within a private address block", () => {
    expect(["10.0.0.0/8", "172.31.0.0/16", "192.168.3.0/24", "100.64.0.0/10"].map(isPrivate)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["0.0.0.0/0", "10.0.0.0/7", "172.32.0.0/16", "8.8.8.8/32"].map(isPrivate)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("a subnet's last usable address", () => {
  it("is in the subnet, and not reserved by Azure", () => {
    fc.assert(
      fc.property(fc.tuple(address, fc.integer({ min: 16, max: 29 })), ([text, length]) => {
        const subnet = networkOf(`${text}/${length}`);
        expect(contains(subnet, lastUsable(subnet))).toBe(true);
        expect(isReserved(subnet, lastUsable(subnet))).toBe(false);
      }),
      RUNS,
    );
  });

  it("is the address before the broadcast address", () => {
    expect(lastUsable("10.90.0.0/26")).toBe("10.90.0.62");
    expect(["10.90.0.0", "10.90.0.3", "10.90.0.63"].map((one) => isReserved("10.90.0.0/26", one))).toEqual([
      true,
      true,
      true,
    ]);
    expect(["10.90.0.4", "10.90.0.62"].map((one) => isReserved("10.90.0.0/26", one))).toEqual([false, false]);
  });
});
