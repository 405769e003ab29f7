import { z } from "zod";
import { isGuid, resourceTypes } from "../../components/resourceId";
import { isTotalRetention, RETENTION_DAYS, TOTAL_RETENTION } from "../../components/workspace/retention";
import { overlapMistakes } from "./addresses";
import { address, azureId, check, flag, must, oneOf, range, text, whole } from "./checks";
import { eventsSchema } from "./eventsSchema";
import { agentInstall, forwarderSchema } from "./forwarderSchema";

/** Qumulo allows 2 to 15 letters, digits and hyphens. Source: docs.qumulo.com, "known limits". */
const clusterName = text("prodnas").superRefine(
  must(
    (value) => /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])$/i.test(value),
    (value) => `'${value}' is no name of a Qumulo cluster: 2 to 15 letters, digits and hyphens, no hyphen at an end`,
  ),
);

const cluster = z.strictObject({
  /** Name of the cluster, as `qq cluster_conf` shows it: the front part of its nodes' host names. */
  name: clusterName,
  /** Ranges its nodes connect from. Azure Native Qumulo: the delegated subnet's range. */
  clientCidrs: z
    .array(range)
    .superRefine(
      must(
        (list) => list.length > 0,
        () => "is empty: no node could connect",
      ),
    )
    .superRefine(check(overlapMistakes)),
  /** Where the cluster runs. */
  kind: oneOf(["onPremises", "azureNative"], "onPremises"),
  /** Form of the audit lines; `json` needs Core 6.0 and the qq command. */
  format: oneOf(["csv", "json"], "csv"),
  /** Lets a cluster on premises send to the endpoint in Azure, over a WAN. */
  remote: flag(false),
  /** Accepts `clientCidrs` that hold public addresses. */
  allowPublicClients: flag(false),
});

const entryName = z.string().superRefine(
  must(
    (value) => /^[\w-]{1,40}$/.test(value),
    (value) => `'${value}' is no entry name: letters, digits, _ and -, at most 40`,
  ),
);
const secretEntries = z.record(entryName, z.string()).default({});

/** One settings key each; read and checked apart from each other, so that all mistakes are seen at once. */
export const settingsSchema = {
  clusters: z.array(cluster).superRefine(
    must(
      (list) => list.length > 0,
      () => "is empty: say at least which cluster sends, and from where",
    ),
  ),
  secrets: z
    .strictObject({
      /** Access tokens of clusters, by a name that `clusters` can refer to. */
      clusterTokens: secretEntries,
      /** Addresses of webhooks, by name. */
      webhooks: secretEntries,
      /** Decoy paths. */
      honeyPaths: z.array(z.string()).default([]),
    })
    .prefault({}),
  resourceGroup: z
    .strictObject({
      /** Name of a group that exists; nothing is made or changed of the group itself. */
      existing: text("rg-audit")
        .superRefine(
          must(
            (value) => /^[-\w.()]{1,89}[-\w()]$/.test(value),
            (value) =>
              `'${value}' is no name of a resource group: at most 90 letters, digits and -_.(), no full stop at the end`,
          ),
        )
        .optional(),
    })
    .prefault({}),
  workspace: z
    .strictObject({
      /** Id of a workspace that exists, in any subscription and region; it is never changed. */
      existingId: azureId(resourceTypes.workspace).optional(),
      /** Days that rows can be queried at once. Default 90. */
      retentionInDays: whole(RETENTION_DAYS.lowest, RETENTION_DAYS.highest, 90, " days").optional(),
      /** Days that rows of Syslog are kept in all. Default 400: audits happen after the year. */
      totalRetentionInDays: z
        .number()
        .superRefine(
          must(
            isTotalRetention,
            (value) => `${value} is not a total retention that the service takes: ${TOTAL_RETENTION}`,
          ),
        )
        .meta({ example: 400 })
        .optional(),
      /** GB a day after which the workspace takes nothing more. Default: none. */
      dailyCapGb: z
        .number()
        .superRefine(
          must(
            (value) => value > 0,
            (value) => `${value} would stop all ingestion; leave it out for no cap`,
          ),
        )
        .meta({ example: 100 })
        .optional(),
      /** Lets `pulumi destroy` delete the workspace with all its events. */
      deleteOnDestroy: flag(false),
    })
    .prefault({}),
  network: z
    .strictObject({
      /** VNet that exists; an own subnet is made inside it. The default for Azure Native Qumulo. */
      existingVnetId: azureId(resourceTypes.virtualNetwork).optional(),
      /** Subnet that exists; it is never changed. */
      existingSubnetId: azureId(resourceTypes.subnet).optional(),
      /** Range of a new VNet. */
      addressSpace: range.optional(),
      /** Range of the subnet, made or existing. */
      subnetPrefix: range.optional(),
      /** Address given to Qumulo. Default: the last usable one of a subnet that is made. */
      endpointAddress: address.optional(),
      /** VNets to peer a new VNet with. */
      peerings: z
        .array(
          z.strictObject({
            vnetId: azureId(resourceTypes.virtualNetwork),
            /** `create` makes the other side too; `manual` prints the command for its owner. */
            reverse: oneOf(["create", "manual"], "manual"),
            /** Uses the other VNet's VPN or ExpressRoute gateway. */
            useRemoteGateways: flag(false),
            /** Accepts traffic that the other VNet forwards for others. */
            allowForwardedTraffic: flag(false),
          }),
        )
        .default([]),
      /** Way out: a NAT gateway that is made, or what exists. Default: nat, with an existing subnet existing. */
      egress: z.enum(["nat", "existing"]).meta({ example: "existing" }).optional(),
      /** Route table for the subnet that is made. */
      routeTableId: azureId(resourceTypes.routeTable).optional(),
    })
    .prefault({}),
  forwarder: forwarderSchema,
  arc: z
    .strictObject({
      /** Address of the syslog server beside the cluster, given to the clusters on premises. */
      endpointAddress: address.optional(),
      /** Servers that are connected to Azure Arc. */
      servers: z
        .array(z.strictObject({ id: azureId(resourceTypes.arcMachine), agent: agentInstall }))
        .superRefine(
          check((servers) =>
            servers.flatMap(({ id }, at) =>
              servers.findIndex((other) => other.id.toLowerCase() === id.toLowerCase()) < at
                ? [{ problem: "names the same server again", at: [at, "id"] }]
                : [],
            ),
          ),
        )
        .default([]),
      /** Who may connect servers. */
      onboarding: z
        .strictObject({
          principalId: text("00000000-0000-0000-0000-000000000000").superRefine(
            must(isGuid, (value) => `'${value}' is not the object id (a GUID) of a service principal`),
          ),
        })
        .optional(),
    })
    .prefault({}),
  collection: z
    .strictObject({
      /** Data collection endpoint for private ingestion. */
      endpointId: azureId(resourceTypes.collectionEndpoint).optional(),
      /** HTTP proxy of the agent. */
      proxy: text("http://proxy.example.com:3128")
        .superRefine(
          must(
            (value) => /^http:\/\/(\S+@)?[\w.-]+:\d+$/.test(value),
            (value) => `'${value}' is not http://host:port`,
          ),
        )
        .superRefine(
          must(
            (value) => !value.includes("@"),
            () => "holds a user and password; the agent's protected settings break its sign-in to Azure Monitor",
          ),
        )
        .optional(),
    })
    .prefault({}),
  events: eventsSchema,
  contact: text("storage-team@example.com")
    .superRefine(
      must(
        (value) => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value),
        (value) => `'${value}' is not an e-mail address`,
      ),
    )
    .optional(),
  tags: z
    .record(
      z.string().superRefine(
        must(
          (name) => name.length <= 512 && /^[^<>%&\\?/]+$/.test(name),
          (name) => `'${name.slice(0, 40)}' is no tag name: at most 512 characters, none of < > % & \\ ? /`,
        ),
      ),
      z
        .union([z.string(), z.number(), z.boolean()])
        .transform(String)
        .superRefine(
          must(
            (value) => value.length <= 256,
            () => "is longer than the 256 characters of a tag value",
          ),
        ),
    )
    .superRefine(
      must(
        (tags) => Object.keys(tags).length <= 49,
        () => "has more than 49 tags; a resource takes 50, and one is the contact",
      ),
    )
    .default({}),
  ignoreTags: z.array(text("costCenter")).default([]),
};

/** The names of all settings keys. */
export const settingsKeys = Object.keys(settingsSchema);

/**
 * Everything a stack says, with defaults filled in. Without `secrets`: their values are read as secret outputs and must
 * never stand in a plain object.
 */
export type Settings = {
  [Key in Exclude<keyof typeof settingsSchema, "secrets">]: z.output<(typeof settingsSchema)[Key]>;
} & {
  /** Region, from `azure-native:location`. */
  location: string;
  /** Subscription of the default provider, where the configuration or the environment says it. */
  subscriptionId?: string;
};

/** The secrets of a stack. */
export type Secrets = z.output<typeof settingsSchema.secrets>;
