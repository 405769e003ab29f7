import { z } from "zod";
import { syslogContract } from "../../components/syslogContract";
import { check, choice, flag, list, must, text, whole } from "./checks";
import { shown } from "./messages";
import { type Near, nearChoice, nearWhole, numberOf } from "./nearest";
import { sshKeyError, tidySshKey } from "./sshKey";

const INSTALLERS = ["stack", "policy"] as const;

/** Maps the former values of `agentInstalledBy`, which was called `agent`, to the current values. */
export const FORMER_INSTALLERS: ReadonlyMap<unknown, (typeof INSTALLERS)[number]> = new Map([
  ["install", "stack"],
  ["present", "policy"],
]);

/** Suggests the current value for a former one, and a similar name for any other value. */
const nearInstaller: Near = (found) => [FORMER_INSTALLERS.get(found) ?? nearChoice(INSTALLERS)(found)].flat();

export const agentInstalledBy = choice(INSTALLERS)
  .meta({ near: nearInstaller, others: INSTALLERS })
  .default("stack")
  .meta({
    description: "Who installs the Azure Monitor Agent: `stack` for this stack, `policy` for a company policy.",
  });

/** Example: `Standard_E4-2as_v5` has the family `E` and the features `as`. */
const SIZE = /^Standard_([A-Z]+)\d{1,4}(?:-\d{1,4})?([a-z]*)(?:_[A-Za-z0-9]{1,20}){0,4}$/;

/**
 * Returns why a text cannot be a forwarder's VM size; undefined if it can. A size's name consists of the family, the
 * number of cores, lower-case letters for features, and a version. Source:
 * learn.microsoft.com/azure/virtual-machines/vm-naming-conventions.
 */
function sizeProblem(size: string): string | undefined {
  const [, family = "", features] = SIZE.exec(size) ?? [];
  if (features === undefined) return `'${shown(size)}' is not a VM size`;
  if (features.includes("p")) {
    return `${size} is an arm64 size, which managed Run Command does not support; choose one without p`;
  }
  if (family === "B") {
    return `${size} is a burstable size: its CPU credits run out during a flood of events; choose another family`;
  }
  // In first-generation sizes, the s that stands for premium storage precedes the number.
  if (!features.includes("s") && !/^(DS|GS)$/.test(family)) {
    return `${size} does not support premium disks, which the machine and its spool need; choose one with s, such as ${DEFAULT_SIZE}`;
  }
  return undefined;
}

/** A VM size as a user may write it, in upper or lower case. Example: `standard_d2ps_v5`. */
const LOOSE_SIZE = /^(?:standard_)?([a-z]+)(\d{1,4})([a-z]{0,8})(_\w{1,20})?$/i;

/** Example: `D2s_v5` and `standard_d2ps_v5` mean `Standard_D2s_v5`. */
const nearSize: Near = (found) => {
  const [, family = "", cores = "", features = "", rest = ""] =
    LOOSE_SIZE.exec(String(found).slice(0, 60).trim()) ?? [];
  const written = features.toLowerCase().replace("p", "");
  return [written, `${written}s`].map(
    (letters) => `Standard_${family.toUpperCase()}${cores}${letters}${rest.toLowerCase()}`,
  );
};

const DEFAULT_SIZE = "Standard_D2s_v5";
const DEFAULT_SPOOL_GIB = 64;
/**
 * Bounds of the spool disk's size. Source of the upper bound: learn.microsoft.com/azure/virtual-machines/disks-types.
 */
const SPOOL_GIB = { lowest: 8, highest: 32_767 } as const;

/**
 * Suggests the default for a size that is too large, because such a size is a typing error and the largest disk would
 * be expensive.
 */
const nearSpool: Near = (found) =>
  (numberOf(found) ?? 0) > SPOOL_GIB.highest
    ? [DEFAULT_SPOOL_GIB]
    : nearWhole(SPOOL_GIB.lowest, SPOOL_GIB.highest)(found);

/**
 * Bounds of `forwarder.attempt`, which counts how often the machines' checks were run. For a wrong value, 2 is
 * suggested too, because the user probably wants a second run.
 */
const ATTEMPTS = { lowest: 1, highest: 1000 } as const;
const nearAttempt: Near = (found) => [...nearWhole(ATTEMPTS.lowest, ATTEMPTS.highest)(found), 2];

/** Publisher, offer, SKU and version of an image. Example: `Debian:debian-12:12-gen2:latest`. */
const IMAGE = /^[\w.-]{1,80}(:[\w.-]{1,80}){3}$/;

/** `auto`, or an agent version that is at least 1.33, because Ubuntu 24.04 needs such a version. Example: `1.35`. */
const AGENT_VERSION = /^(auto|1\.(3[3-9]|[4-9]\d|\d{3}))$/;

/** Ports that other programs on a machine use: SSH, name resolution, the agent. */
const TAKEN_PORTS: readonly number[] = [22, 53, 28230, syslogContract.agent.defaultPort];

/** Schema for `forwarder`: the machines in Azure. */
export const forwarderSchema = z
  .strictObject({
    count: whole({ lowest: 0, highest: 16 }).default(2).meta({
      description: "Number of machines, each of which can carry the whole load; 0 if there are only Arc servers.",
      example: 3,
    }),
    zones: list(z.string().meta({ example: "1" }), 3)
      .superRefine(
        check((zones) =>
          zones.flatMap((zone, at) => {
            const quoted = `'${shown(zone)}'`;
            if (!/^[123]$/.test(zone))
              return [{ problem: `zone ${quoted} does not exist: choose 1, 2 or 3`, at: [at], remove: true }];
            return zones.indexOf(zone) < at ? [{ problem: `names zone ${quoted} twice`, at: [at], remove: true }] : [];
          }),
        ),
      )
      .default([])
      .meta({
        description:
          "Availability zones for the machines: any of `1`, `2` and `3`. Choose them at the first deployment; [deploy.md](deploy.md) describes what a later change does.",
        default: "none: an availability set",
      }),
    size: z
      .string()
      .superRefine(
        must(
          (value) => sizeProblem(value) === undefined,
          (value) => `${sizeProblem(value)}`,
        ),
      )
      .meta({ near: nearSize })
      .default(DEFAULT_SIZE)
      .meta({
        description: "VM size with premium storage (an `s` in its name), neither arm64 (`p`) nor burstable (family B).",
        example: "Standard_D4s_v5",
      }),
    image: z
      .string()
      .superRefine(
        must(
          (value) => IMAGE.test(value),
          (value) => `'${shown(value)}' is not publisher:offer:sku:version`,
        ),
      )
      .superRefine(
        must(
          (value) => !IMAGE.test(value) || /^(canonical|debian):/i.test(value),
          (value) => `'${shown(value)}' is not an image of Ubuntu or Debian, and a forwarder sets itself up with apt`,
        ),
      )
      .default("Canonical:ubuntu-24_04-lts:server:latest")
      .meta({
        description:
          "Image of Ubuntu or Debian, written as publisher:offer:sku:version. Azure patches Ubuntu 24.04 and 22.04; other images patch themselves.",
        example: "Debian:debian-12:12-gen2:latest",
      }),
    spoolGiB: whole({ ...SPOOL_GIB, unit: "GiB", near: nearSpool })
      .default(DEFAULT_SPOOL_GIB)
      .meta({
        description:
          "Size of each machine's disk for events that the agent has not accepted yet. 64 GiB hold the events of about 2.3 h at 10,000 events/s.",
        example: 256,
      }),
    sshPublicKey: text("ssh-ed25519 AAAA… you@example.com")
      .overwrite(tidySshKey)
      .superRefine(check(sshKeyError))
      .optional()
      .meta({
        description:
          "Public key of the only account: ssh-ed25519, or ssh-rsa with at least 2048 bits. The account has no password, and the SSH port is not open.",
        default: "none; machines need it",
      }),
    port: whole({ lowest: 1, highest: 65_534 })
      .superRefine(
        must(
          (value) => !TAKEN_PORTS.includes(value),
          (value) => `${value} is used on the machine by SSH, name resolution or the agent`,
        ),
      )
      .default(514)
      .meta({
        description: `Port that clusters send to; ${TAKEN_PORTS.join(", ")} are not allowed. The load balancer forwards this port to port ${syslogContract.machinePort} of the machines; Arc servers listen on this port themselves.`,
        example: 1514,
      }),
    agentInstalledBy,
    agentVersion: z
      .string()
      .superRefine(
        must(
          (value) => AGENT_VERSION.test(value),
          (value) => `'${shown(value)}' is neither auto nor a major.minor version from 1.33 on`,
        ),
      )
      .default("auto")
      .meta({
        description: "Version of the agent: `auto` for the newest, or a major.minor version from 1.33 on.",
        example: "1.35",
      }),
    encryptionAtHost: flag(
      "Encrypts the temporary disk and the disk caches on the host. The subscription must have the feature EncryptionAtHost registered.",
      false,
    ),
    deleteOnDestroy: flag("Lets `pulumi destroy --run-program` delete the spool disks.", false),
    attempt: whole({ ...ATTEMPTS, near: nearAttempt })
      .default(1)
      .meta({
        description:
          "Number of the current run of the machines' checks: raise it by one to run both checks again on every machine, without replacing the machines.",
        example: 2,
      }),
    drain: flag(
      "Before a machine is deleted, its senders move to another machine and its agent sends the events in its cache; if that fails, nothing is deleted. With `false`, a machine is deleted at once, and the events that are still in its agent's cache are lost.",
      true,
    ),
  })
  .prefault({});
