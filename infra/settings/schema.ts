import { z } from "zod";
import { isGroupName, resourceTypes } from "../../components/resourceId";
import { loopbackErrors } from "./addresses";
import { alertsSchema } from "./alertsSchema";
import { arcSchema } from "./arcSchema";
import { azureId, check, described, flag, list, must, oneOf, range, text } from "./checks";
import { detectionsSchema } from "./detectionsSchema";
import { isEmail } from "./email";
import { eventsSchema } from "./eventsSchema";
import { forwarderSchema } from "./forwarderSchema";
import { shown } from "./messages";
import { networkSchema } from "./networkSchema";
import { secretsSchema } from "./secretsSchema";
import { ignoredTags, tags } from "./tagsSchema";
import { workspaceSchema } from "./workspaceSchema";

/** Qumulo allows 2 to 15 letters, digits and hyphens. Source: docs.qumulo.com, "known limits". Example: `nas-01`. */
const CLUSTER_NAME = /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])$/i;

/** Whether a text is an HTTP proxy with a valid port. Example: `http://proxy.example.com:3128`. */
const isProxy = (value: string): boolean => {
  const port = /^http:\/\/[\w.-]{1,253}:(\d{1,5})$/.exec(value)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
};

const cluster = z.strictObject({
  name: described(
    text("prodnas").superRefine(
      must(
        (value) => CLUSTER_NAME.test(value),
        (value) =>
          `'${shown(value)}' is not a name of a Qumulo cluster: 2 to 15 letters, digits and hyphens, no hyphen at an end`,
      ),
    ),
    {
      description:
        "Name of the cluster: 2 to 15 letters, digits and hyphens. The host names of the cluster's nodes begin with this name.",
    },
  ),
  nodeCidrs: described(
    list(range("10.1.2.0/24"), 1000).superRefine(
      check((ranges) => (ranges.length > 0 ? loopbackErrors(ranges) : { problem: "is empty: no node could connect" })),
    ),
    {
      description:
        "IPv4 ranges that the cluster's nodes connect from; for Azure Native Qumulo, the range of the delegated subnet. Adjacent and overlapping ranges are merged. The machines check senders against these ranges, so a change replaces the machines, one at a time.",
    },
  ),
  kind: oneOf("Where the cluster runs.", ["azureNative", "onPremises"], "onPremises"),
  format: oneOf("Format of the audit lines. `json` needs Core 6.0 and the `qq` command.", ["csv", "json"], "csv"),
  remote: flag("Lets an on-premises cluster send to the endpoint in Azure over a WAN.", false),
  allowPublicNodes: flag("Accepts ranges in `nodeCidrs` that contain public addresses.", false),
});

/** The schema of each settings key. Keys are checked separately, so that one message reports all errors. */
export const settingsSchema = {
  clusters: list(cluster, 64)
    .superRefine(
      must(
        (given) => given.length > 0,
        () => "has no entry: give at least one cluster with its name, where it runs, and its nodes' ranges",
      ),
    )
    .prefault([])
    .meta({ description: "The Qumulo clusters that send audit events. At least one." }),
  resourceGroup: z
    .strictObject({
      existing: text("rg-audit")
        .superRefine(
          must(
            isGroupName,
            (value) =>
              `'${shown(value)}' is not a name of a resource group: at most 90 letters, digits and -_.(), no full stop at the end`,
          ),
        )
        .optional()
        .meta({
          description: "Name of an existing resource group, in which everything is created.",
          default: "none; a data group and a compute group are created",
        }),
    })
    .prefault({})
    .meta({
      description: "An existing resource group; without one, a data group and a compute group are created.",
    }),
  workspace: workspaceSchema.meta({
    description: "The Log Analytics workspace: an existing one, or a new one with its retention and daily cap.",
  }),
  network: networkSchema.meta({
    description: "The forwarders' network, the endpoint's address, and how machines reach the internet.",
  }),
  forwarder: forwarderSchema.meta({
    description: "Number, zones, size, image, spool and SSH key of the forwarders, the machines in Azure.",
  }),
  arc: arcSchema.meta({ description: "Syslog servers outside Azure that forward events through Azure Arc." }),
  collection: z
    .strictObject({
      endpointId: azureId(resourceTypes.collectionEndpoint).optional().meta({
        description: "Id of the data collection endpoint for private ingestion.",
        default: "none; agents use the public endpoint",
      }),
      proxy: text("http://proxy.example.com:3128")
        .superRefine(
          must(
            (value) => !value.includes("@"),
            () =>
              "contains a user and password, which would need protected settings; these break the agent's sign-in to Azure Monitor",
          ),
        )
        .superRefine(
          must(
            (value) => value.includes("@") || isProxy(value),
            (value) => `'${shown(value)}' is not http://host:port`,
          ),
        )
        .meta({ near: (found: unknown) => [`http://${found}`], example: "http://proxy.example.com:3128" })
        .optional()
        .meta({ description: "The agent's HTTP proxy, without a user and password." }),
    })
    .prefault({})
    .meta({ description: "The Azure Monitor Agent's private ingestion endpoint and proxy." }),
  events: eventsSchema.meta({ description: "Where events are stored, which are kept, and who owns the functions." }),
  detections: detectionsSchema.meta({
    description: "Which attacks and accidents the alert rules look for, and which events they ignore.",
  }),
  alerts: alertsSchema.meta({
    description: "Who is notified of the alerts of each severity, if `detections.mode` is `alert`.",
  }),
  secrets: secretsSchema.meta({
    description: "Webhook addresses and decoys, each set with `pulumi config set --secret --path`.",
  }),
  contact: text("storage-team@example.com")
    .superRefine(must(isEmail, (value) => `'${shown(value)}' is not an e-mail address`))
    .optional()
    .meta({
      description:
        "E-mail address of the team that is responsible for this deployment. The address becomes a tag on every resource that supports tags.",
    }),
  tags,
  ignoreTags: ignoredTags,
};

/**
 * The schema of all settings as one object. A path into this schema begins with a settings key, for example `forwarder.count`.
 */
export const wholeSchema = z.strictObject(settingsSchema);

/** The names of all settings keys. */
export const settingsKeys = Object.keys(settingsSchema);

/** The settings of a stack, with defaults filled in. */
export type Settings = {
  [Key in keyof typeof settingsSchema]: z.output<(typeof settingsSchema)[Key]>;
} & {
  /** Region, from `azure-native:location`. */
  location: string;
  /** Subscription of the default provider, if the configuration or the environment names it. */
  subscriptionId?: string;
};
