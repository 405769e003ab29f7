import { z } from "zod";
import { check, flag, must, oneOf, text, whole } from "./checks";
import { sshKeyMistake } from "./sshKey";

/** Who puts the Azure Monitor Agent on a machine: this program, or company policy before it. */
export const agentInstall = oneOf(["install", "present"], "install");

/** The machines in Azure. */
export const forwarderSchema = z
  .strictObject({
    /** Machines; 0 with Arc servers only. Each can carry the whole load. */
    count: whole(0, 16, 2).default(2),
    /** Zones to spread over; empty means an availability set. */
    zones: z
      .array(z.union([z.string(), z.number()]).transform(String).pipe(z.string()).meta({ example: "1" }))
      .superRefine(
        check((zones) =>
          zones.flatMap((zone, at) =>
            /^[123]$/.test(zone)
              ? []
              : [{ problem: `zone '${zone}' does not exist: 1, 2 or 3`, at: [at], example: "1" }],
          ),
        ),
      )
      .superRefine(
        must(
          (zones) => new Set(zones).size === zones.length,
          (zones) => `names a zone twice: ${zones.join(", ")}`,
        ),
      )
      .default([]),
    /** VM size with premium storage. */
    size: text("Standard_D2s_v5")
      .superRefine(
        must(
          (value) => /^Standard_[A-Z]+\d+[a-z0-9-]*(_[A-Za-z0-9]+)*$/.test(value),
          (value) => `'${value}' is no VM size`,
        ),
      )
      .superRefine(
        must(
          (value) => !/^Standard_[A-Z]+\d+[a-oq-z]*p/.test(value),
          (value) => `${value} is an arm64 size, where managed Run Command is not supported; take one without p`,
        ),
      )
      .default("Standard_D2s_v5"),
    /** Image of Ubuntu or Debian as publisher:offer:sku:version; what sets a machine up is made for these. */
    image: text("Canonical:ubuntu-24_04-lts:server:latest")
      .superRefine(
        must(
          (value) => /^[\w.-]+(:[\w.-]+){3}$/.test(value),
          (value) => `'${value}' is not publisher:offer:sku:version`,
        ),
      )
      .superRefine(
        must(
          (value) => !value.includes(":") || /^(canonical|debian):/i.test(value),
          (value) => `'${value}' is no image of Ubuntu or Debian, and a forwarder sets itself up with apt`,
        ),
      )
      .default("Canonical:ubuntu-24_04-lts:server:latest"),
    /** Data disk for events that the agent has not taken yet; 64 GiB hold about 2.3 h at 10,000 events/s. */
    spoolGiB: whole(8, 32767, 64, " GiB").default(64),
    /** Public key of the one administrator account; there is no password and no open SSH port. */
    sshPublicKey: text("ssh-ed25519 AAAA… you@example.com").superRefine(check(sshKeyMistake)).optional(),
    /** Port of the endpoint. */
    port: whole(1, 65535, 514)
      .superRefine(
        must(
          (value) => ![22, 28230, 28330].includes(value),
          (value) => `${value} is taken on the machine by SSH or by the agent`,
        ),
      )
      .default(514),
    /** `present` where company policy installs the Azure Monitor Agent. */
    agent: agentInstall,
    /** `auto`, or a major.minor that stays. Ubuntu 24.04 needs 1.33. */
    agentVersion: text("auto")
      .superRefine(
        must(
          (value) => value === "auto" || /^1\.(3[3-9]|[4-9]\d|\d{3})$/.test(value),
          (value) => `'${value}' is neither auto nor a version from 1.33 on, as major.minor`,
        ),
      )
      .default("auto"),
    /** Encrypts temporary disk and caches on the host; the subscription must have the feature registered. */
    encryptionAtHost: flag(false),
    /** Lets `pulumi destroy` delete the spool disks. */
    deleteOnDestroy: flag(false),
    /** Raise it by one to run the two checks of every machine again without replacing the machine. */
    attempt: whole(1, 1000, 2).default(1),
    /** Sees a machine drained before it is replaced; false replaces it as it is, with the loss of what its agent keeps. */
    drain: flag(true),
  })
  .prefault({});
