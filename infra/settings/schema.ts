import { z } from "zod";
import { isGroupName, isGuid, resourceTypes } from "../../components/resourceId";
import {
  isTotalRetention,
  LEAST_DAILY_CAP_GB,
  nearestTotalRetention,
  RETENTION_DAYS,
  TOTAL_RETENTION,
} from "../../components/workspace/retention";
import { ownMachineErrors } from "./addresses";
import { address, azureId, check, FLAG, flag, list, must, networkRange, oneOf, range, text, whole } from "./checks";
import { eventsSchema } from "./eventsSchema";
import { agentInstalledBy, forwarderSchema } from "./forwarderSchema";
import { shown } from "./messages";
import { daysOf, type Near, nearChoice, nearWhole, numberOf } from "./nearest";
import { ignoredTags, tags } from "./tagsSchema";

/** Qumulo allows 2 to 15 letters, digits and hyphens. Source: docs.qumulo.com, "known limits". */
const clusterName = text("prodnas").superRefine(
  must(
    (value) => /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])$/i.test(value),
    (value) =>
      `'${shown(value)}' is no name of a Qumulo cluster: 2 to 15 letters, digits and hyphens, no hyphen at an end`,
  ),
);

/** An HTTP proxy with a port that there is. */
const isProxy = (value: string): boolean => {
  const port = /^http:\/\/[\w.-]{1,253}:(\d{1,5})$/.exec(value)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
};

const cluster = z.strictObject({
  /** Name of the cluster, as `qq cluster_conf` shows it: the front part of its nodes' host names. */
  name: clusterName,
  /** Ranges its nodes connect from. Azure Native Qumulo: the delegated subnet's range. */
  nodeCidrs: list(range, 1000).superRefine(
    check((ranges) =>
      ranges.length > 0 ? ownMachineErrors(ranges) : { problem: "is empty: no node could connect" },
    ),
  ),
  /** Where the cluster runs. */
  kind: oneOf(["onPremises", "azureNative"], "onPremises"),
  /** Form of the audit lines; `json` needs Core 6.0 and the qq command. */
  format: oneOf(["csv", "json"], "csv"),
  /** Lets a cluster on premises send to the endpoint in Azure, over a WAN. */
  remote: flag(false),
  /** Accepts `nodeCidrs` that hold public addresses. */
  allowPublicNodes: flag(false),
});

const EGRESS = ["nat", "existing"] as const;

/** A cap of nothing is one that was not meant: it would let every event go. */
function dailyCapMistake(value: number) {
  if (value >= LEAST_DAILY_CAP_GB) return undefined;
  const problem = `${value} is less than the ${LEAST_DAILY_CAP_GB} that the service takes; leave it out for no cap`;
  return value <= 0 ? { problem, remove: true } : { problem };
}

/** The total retention that the service takes and that is nearest. */
const nearTotalRetention: Near = (found) => {
  const days = daysOf(found);
  return days === undefined ? [] : [nearestTotalRetention(days)];
};
const nearRetention: Near = (found) => nearWhole(RETENTION_DAYS.lowest, RETENTION_DAYS.highest)(daysOf(found));
const nearNumber: Near = (found) => [numberOf(found) ?? []].flat();

/** One settings key each; read and checked apart from each other, so that all mistakes are seen at once. */
export const settingsSchema = {
  clusters: list(cluster, 64)
    .superRefine(
      must(
        (given) => given.length > 0,
        () => "has no entry: say at least which cluster sends, where it runs, and from which addresses",
      ),
    )
    .prefault([]),
  resourceGroup: z
    .strictObject({
      /** Name of a group that exists; nothing is made or changed of the group itself. */
      existing: text("rg-audit")
        .superRefine(
          must(
            isGroupName,
            (value) =>
              `'${shown(value)}' is no name of a resource group: at most 90 letters, digits and -_.(), no full stop at the end`,
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
      retentionInDays: whole(RETENTION_DAYS.lowest, RETENTION_DAYS.highest, 90, " days")
        .meta({ value: 90, near: nearRetention, others: [RETENTION_DAYS.lowest, RETENTION_DAYS.highest] })
        .optional(),
      /** Days that rows of Syslog are kept in all. Default 400: audits happen after the year. */
      totalRetentionInDays: z
        .number()
        .superRefine(
          must(
            isTotalRetention,
            (value) => `${value} is not a total retention that the service takes: ${TOTAL_RETENTION}`,
          ),
        )
        .meta({ value: 400, near: nearTotalRetention, others: [RETENTION_DAYS.highest] })
        .optional(),
      /** GB a day after which the workspace takes nothing more. Default: none. */
      dailyCapGb: z.number().superRefine(check(dailyCapMistake)).meta({ example: "100", near: nearNumber }).optional(),
      /** Takes events over the public endpoint. `false`: only through an Azure Monitor Private Link Scope. Default true. */
      publicIngestion: z
        .boolean()
        .meta({ value: true, ...FLAG })
        .optional(),
      /** Answers queries over the public endpoint. `false`: only through such a scope. Default true. */
      publicQuery: z
        .boolean()
        .meta({ value: true, ...FLAG })
        .optional(),
      /** Lets `pulumi destroy --run-program` delete the workspace with all its events. */
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
      addressSpace: networkRange("10.90.0.0/24").optional(),
      /** Range of the subnet, made or existing. */
      subnetPrefix: networkRange("10.90.0.0/26").optional(),
      /** Address given to Qumulo. Default: the last usable one of a subnet that is made. */
      endpointAddress: address.meta({ example: "10.90.0.62" }).optional(),
      /** VNets to peer a new VNet with. */
      peerings: list(
        z.strictObject({
          vnetId: azureId(resourceTypes.virtualNetwork),
          /** `create` makes the other side too; `manual` prints the command for its owner. */
          reverse: oneOf(["create", "manual"], "manual"),
          /** Uses the other VNet's VPN or ExpressRoute gateway. */
          useRemoteGateways: flag(false),
          /** Accepts traffic that the other VNet forwards for others. */
          allowForwardedTraffic: flag(false),
        }),
        50,
      ).default([]),
      /** Way out: a NAT gateway that is made, or what exists. Default: nat, with an existing subnet existing. */
      egress: z
        .enum(EGRESS)
        .meta({ value: "nat", near: nearChoice(EGRESS), others: EGRESS })
        .optional(),
      /** Route table for the subnet that is made. */
      routeTableId: azureId(resourceTypes.routeTable).optional(),
    })
    .prefault({}),
  forwarder: forwarderSchema,
  arc: z
    .strictObject({
      /** Address of the syslog server beside the cluster, given to the clusters on premises. */
      endpointAddress: address.meta({ example: "192.168.10.20" }).optional(),
      /** Servers that are connected to Azure Arc. */
      servers: list(z.strictObject({ id: azureId(resourceTypes.arcMachine), agentInstalledBy }), 200)
        .superRefine(
          check((servers) =>
            servers.flatMap(({ id }, at) =>
              servers.findIndex((other) => other.id.toLowerCase() === id.toLowerCase()) < at
                ? [{ problem: "names the same server again", at: [at], remove: true }]
                : [],
            ),
          ),
        )
        .default([]),
      /** Who may connect servers. */
      onboarding: z
        .strictObject({
          principalId: text("00000000-0000-0000-0000-000000000000").superRefine(
            must(isGuid, (value) => `'${shown(value)}' is not the object id (a GUID) of a service principal`),
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
            (value) => !value.includes("@"),
            () => "holds a user and password; the agent's protected settings break its sign-in to Azure Monitor",
          ),
        )
        .superRefine(
          must(
            (value) => value.includes("@") || isProxy(value),
            (value) => `'${shown(value)}' is not http://host:port`,
          ),
        )
        .meta({ near: (found: unknown) => [`http://${found}`] })
        .optional(),
    })
    .prefault({}),
  events: eventsSchema,
  contact: text("storage-team@example.com")
    .superRefine(
      must(
        // A tag's value has at most 256 characters.
        (value) => value.length <= 256 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value),
        (value) => `'${shown(value)}' is not an e-mail address`,
      ),
    )
    .optional(),
  tags,
  ignoreTags: ignoredTags,
};

/** The names of all settings keys. */
export const settingsKeys = Object.keys(settingsSchema);

/** Everything a stack says, with defaults filled in. */
export type Settings = {
  [Key in keyof typeof settingsSchema]: z.output<(typeof settingsSchema)[Key]>;
} & {
  /** Region, from `azure-native:location`. */
  location: string;
  /** Subscription of the default provider, where the configuration or the environment says it. */
  subscriptionId?: string;
};
