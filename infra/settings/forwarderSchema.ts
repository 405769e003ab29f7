import { z } from "zod";
import { check, flag, list, must, oneOf, text, whole } from "./checks";
import { shown } from "./messages";
import { type Near, nearChoice, nearWhole, numberOf } from "./nearest";
import { sshKeyError, tidySshKey } from "./sshKey";

const INSTALLERS = ["stack", "policy"] as const;

/** The values of `agentInstalledBy` under its former name, `agent`. */
export const FORMER_INSTALLERS: Readonly<Record<string, (typeof INSTALLERS)[number]>> = {
  install: "stack",
  present: "policy",
};

/** A former value means what it became. */
const nearInstaller: Near = (found) => [FORMER_INSTALLERS[String(found)] ?? nearChoice(INSTALLERS)(found)].flat();

/** Who installs the Azure Monitor Agent on a machine: this stack, or a company policy. */
export const agentInstalledBy = oneOf(["stack", "policy"], "stack").meta({
  value: "stack",
  near: nearInstaller,
  others: INSTALLERS,
});

/**
 * What keeps a text from being the size of a forwarder. Names of sizes: family, cores, features in small letters, version.
 * Source: learn.microsoft.com/azure/virtual-machines/vm-naming-conventions.
 */
function sizeProblem(size: string): string | undefined {
  const [, family = "", features] =
    /^Standard_([A-Z]+)\d{1,4}(?:-\d{1,4})?([a-z]*)(?:_[A-Za-z0-9]{1,20}){0,4}$/.exec(size) ?? [];
  if (features === undefined) return `'${shown(size)}' is no VM size`;
  if (features.includes("p")) {
    return `${size} is an arm64 size, where managed Run Command is not supported; take one without p`;
  }
  if (family === "B") {
    return `${size} is a burstable size: its credits end in the middle of a flood; take one of another family`;
  }
  // Families of the first generation have the letter in front.
  if (!features.includes("s") && !/^(DS|GS)$/.test(family)) {
    return `${size} takes no premium disks, which the machine and its spool need; take one with s, such as Standard_D2s_v5`;
  }
  return undefined;
}

/** Example: `D2s_v5` and `standard_d2ps_v5` mean `Standard_D2s_v5`. */
const nearSize: Near = (found) => {
  const [, family = "", cores = "", features = "", rest = ""] =
    /^(?:standard_)?([a-z]+)(\d{1,4})([a-z]{0,8})(_\w{1,20})?$/i.exec(String(found).slice(0, 60).trim()) ?? [];
  const written = features.toLowerCase().replace("p", "");
  return [written, `${written}s`].map(
    (letters) => `Standard_${family.toUpperCase()}${cores}${letters}${rest.toLowerCase()}`,
  );
};

/** Largest disk of Azure. Source: learn.microsoft.com/azure/virtual-machines/disks-types. */
const MOST_SPOOL_GIB = 32_767;
/** What is too much is no size that was meant, and the largest disk would be paid for on every machine: the default. */
const nearSpool: Near = (found) =>
  (numberOf(found) ?? 0) > MOST_SPOOL_GIB ? [64] : nearWhole(8, MOST_SPOOL_GIB)(found);

/** The machines in Azure. */
export const forwarderSchema = z
  .strictObject({
    /** Machines; 0 with Arc servers only. Each can carry the whole load. */
    count: whole(0, 16, 2).default(2),
    /** Zones to spread over; empty means an availability set. */
    zones: list(z.string().meta({ example: "1" }), 3)
      .superRefine(
        check((zones) =>
          zones.flatMap((zone, at) => {
            const problem = `'${shown(zone)}'`;
            if (!/^[123]$/.test(zone))
              return [{ problem: `zone ${problem} does not exist: 1, 2 or 3`, at: [at], remove: true }];
            return zones.indexOf(zone) < at ? [{ problem: `names zone ${problem} twice`, at: [at], remove: true }] : [];
          }),
        ),
      )
      .default([]),
    /** VM size with premium storage. */
    size: z
      .string()
      .superRefine(
        must(
          (value) => sizeProblem(value) === undefined,
          (value) => `${sizeProblem(value)}`,
        ),
      )
      .meta({ value: "Standard_D2s_v5", near: nearSize })
      .default("Standard_D2s_v5"),
    /** Image of Ubuntu or Debian as publisher:offer:sku:version; what sets a machine up is made for these. */
    image: z
      .string()
      .superRefine(
        must(
          (value) => /^[\w.-]{1,80}(:[\w.-]{1,80}){3}$/.test(value),
          (value) => `'${shown(value)}' is not publisher:offer:sku:version`,
        ),
      )
      .superRefine(
        must(
          (value) => !/^[\w.-]+(:[\w.-]+){3}$/.test(value) || /^(canonical|debian):/i.test(value),
          (value) => `'${shown(value)}' is no image of Ubuntu or Debian, and a forwarder sets itself up with apt`,
        ),
      )
      .meta({ value: "Canonical:ubuntu-24_04-lts:server:latest" })
      .default("Canonical:ubuntu-24_04-lts:server:latest"),
    /** Data disk for events that the agent has not taken yet; 64 GiB hold about 2.3 h at 10,000 events/s. */
    spoolGiB: whole(8, MOST_SPOOL_GIB, 64, " GiB").meta({ value: 64, near: nearSpool }).default(64),
    /** Public key of the one administrator account; there is no password and no open SSH port. */
    sshPublicKey: text("ssh-ed25519 AAAA… you@example.com")
      .overwrite(tidySshKey)
      .superRefine(check(sshKeyError))
      .optional(),
    /** Port of the endpoint. A load balancer takes ports up to 65534. */
    port: whole(1, 65534, 514)
      .superRefine(
        must(
          (value) => ![22, 53, 28230, 28330].includes(value),
          (value) => `${value} is taken on the machine by SSH, name resolution or the agent`,
        ),
      )
      .default(514),
    /** `policy` if a company policy installs the Azure Monitor Agent. */
    agentInstalledBy,
    /** `auto`, or a major.minor that stays. Ubuntu 24.04 needs 1.33. */
    agentVersion: z
      .string()
      .superRefine(
        must(
          (value) => value === "auto" || /^1\.(3[3-9]|[4-9]\d|\d{3})$/.test(value),
          (value) => `'${shown(value)}' is neither auto nor a version from 1.33 on, as major.minor`,
        ),
      )
      .meta({ value: "auto" })
      .default("auto"),
    /** Encrypts temporary disk and caches on the host; the subscription must have the feature registered. */
    encryptionAtHost: flag(false),
    /** Lets `pulumi destroy --run-program` delete the spool disks. */
    deleteOnDestroy: flag(false),
    /** Raise it by one to run the two checks of every machine again without replacing the machine. */
    attempt: whole(1, 1000, 2).default(1),
    /** Sees a machine drained before it is deleted; false deletes it as it is, with the loss of what its agent keeps. */
    drain: flag(true),
  })
  .prefault({});
