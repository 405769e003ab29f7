import fc from "fast-check";
import { operations } from "../../components/events/operations";
import { MOST_TAGS } from "../../infra/settings/tagsSchema";
import { ids } from "../exampleStacks";
import { alerts, detections } from "./validDetections";
import { forwarder } from "./validForwarder";

/** Generates cluster names. Some are very short or long, consist only of digits, or contain hyphens. */
const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9]{1,12}$/),
  fc.stringMatching(/^[A-Z0-9][A-Za-z0-9-]{0,13}[A-Za-z0-9]$/),
  fc.constantFrom("12", "a1", "NAS-01-b", "x".repeat(15), "true"),
);
const MOST_CLUSTERS = 64;
/**
 * Returns the range with this prefix length that contains the address number `at` of 10.0.0.0/9. Example: `10.0.1.0/24`
 * for 300 and 24.
 */
const rangeAt = (at: number, length: number): string => {
  const first = at - (at % 2 ** (32 - length));
  return `10.${first >> 16}.${(first >> 8) & 255}.${first & 255}/${length}`;
};

/** Generates ranges in 10.0.0.0/9 that may be adjacent or overlap. The forwarders' networks are in 10.128.0.0/9. */
const nodeCidrs = fc
  .array(fc.record({ at: fc.nat(2 ** 23 - 1), length: fc.integer({ min: 16, max: 32 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((ranges) => ranges.map(({ at, length }) => rangeAt(at, length)));

/** Generates ranges for a filter rule. Prefix lengths that are not multiples of 8 lead to long transformations. */
const ruleCidrs = fc.array(
  fc
    .record({ at: fc.nat(2 ** 23 - 1), length: fc.constantFrom(16, 23, 24, 30, 32) })
    .map(({ at, length }) => rangeAt(at, length)),
  { minLength: 1, maxLength: 4 },
);

type Kind = fc.Arbitrary<"azureNative" | "onPremises">;

/**
 * Usually generates few clusters, sometimes as many as the settings allow. If there are many clusters, each has fewer
 * ranges, because the length of user-data is limited.
 */
const clusters = (kind: Kind, remote: boolean, most: number) =>
  fc.oneof(
    { weight: 15, arbitrary: clustersOf(kind, remote, 1, Math.min(most, 6), nodeCidrs) },
    {
      weight: 1,
      arbitrary: clustersOf(
        kind,
        remote,
        Math.ceil(most / 2),
        most,
        nodeCidrs.map((ranges) => ranges.slice(0, 2)),
      ),
    },
  );

const clustersOf = (kind: Kind, remote: boolean, least: number, most: number, nodeCidrs: fc.Arbitrary<string[]>) =>
  fc.uniqueArray(
    fc
      .record({
        name,
        nodeCidrs,
        kind,
        format: fc.constantFrom("csv", "json"),
        isPublic: fc.constantFrom(0, 0, 0, 1),
      })
      .map(({ isPublic, ...cluster }) => ({
        ...cluster,
        // A cluster on premises sends either to the servers beside it or over a WAN.
        ...(cluster.kind === "onPremises" && remote ? { remote } : {}),
        ...(isPublic ? { nodeCidrs: [...cluster.nodeCidrs, "198.51.100.0/25"], allowPublicNodes: true } : {}),
      })),
    { minLength: least, maxLength: most, selector: (cluster) => cluster.name.toLowerCase() },
  );

const subnet = fc
  .integer({ min: 128, max: 255 })
  .chain((octet) =>
    fc.constantFrom(
      { addressSpace: `10.${octet}.0.0/20`, subnetPrefix: `10.${octet}.1.0/24`, free: `10.${octet}.1.77` },
      { addressSpace: `10.${octet}.0.0/16`, subnetPrefix: `10.${octet}.0.0/16`, free: `10.${octet}.255.254` },
      { addressSpace: `10.${octet}.0.0/27`, subnetPrefix: `10.${octet}.0.0/27`, free: `10.${octet}.0.4` },
    ),
  );

const network = fc.oneof(
  fc
    .record({
      subnet,
      peerings: fc.subarray([ids.hub, ids.qumulo]),
      reverse: fc.constantFrom("create", "manual"),
      allowForwardedTraffic: fc.boolean(),
      own: fc.boolean(),
    })
    .map(({ subnet: { addressSpace, subnetPrefix, free }, peerings, reverse, allowForwardedTraffic, own }) => ({
      addressSpace,
      subnetPrefix,
      ...(own ? { endpointAddress: free } : {}),
      peerings: peerings.map((vnetId, index) => ({
        vnetId,
        reverse,
        // Azure refuses useRemoteGateways until the other side of the peering exists.
        useRemoteGateways: index === 0 && reverse === "create",
        allowForwardedTraffic,
      })),
    })),
  fc.record({ subnet, nat: fc.boolean() }).map(({ subnet: { subnetPrefix, free }, nat }) => ({
    existingVnetId: ids.qumulo,
    subnetPrefix,
    endpointAddress: free,
    ...(nat ? {} : { egress: "existing", routeTableId: ids.routeTable }),
  })),
  subnet.map(({ subnetPrefix, free }) => ({ existingSubnetId: ids.subnet, subnetPrefix, endpointAddress: free })),
);

const workspace = fc.oneof(
  fc
    .record({
      retentionInDays: fc.constantFrom(30, 90, 730),
      totalRetentionInDays: fc.constantFrom(730, 1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383),
      dailyCapGb: fc.constantFrom(undefined, 0.023, 1, 200.5, 100_000),
      deleteOnDestroy: fc.boolean(),
      publicQuery: fc.boolean(),
    })
    .map(({ dailyCapGb, ...rest }) => ({ ...rest, ...(dailyCapGb === undefined ? {} : { dailyCapGb }) })),
  fc.constant({}),
  fc.constant({ existingId: ids.workspace }),
);

/** Generates text that an audit line can contain. */
const lineText = fc.oneof(
  fc.constantFrom("AD\\svc-backup", "Müller", "it's", "a,b", "$user", "{}", "(x)", "日本", "🦊", "|", "`", "%", "1"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => !/["\p{Cc}\p{Cs}]/u.test(text)),
);
const rule = fc
  .record(
    {
      operations: fc.subarray(
        operations().map((operation) => operation.name),
        { minLength: 1, maxLength: 5 },
      ),
      protocols: fc.subarray(["nfsv3", "smb", "rest"], { minLength: 1 }),
      users: fc.array(lineText, { minLength: 1, maxLength: 3 }),
      clientCidrs: ruleCidrs,
      pathPrefixes: fc.array(lineText, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);

const events = fc
  .record({
    table: fc.constantFrom("syslog", "parsed"),
    plan: fc.constantFrom("Analytics", "Basic"),
    keep: fc.constantFrom("everything", "noNoise", "changesOnly"),
    include: fc.array(rule, { maxLength: 2 }),
    exclude: fc.array(rule, { maxLength: 5 }),
    functionOwner: fc.boolean(),
  })
  .map(({ plan, ...rest }) => ({ ...rest, plan: rest.table === "parsed" ? plan : "Analytics" }));

const tagName = fc
  .oneof(
    fc.stringMatching(/^[A-Z][a-z]{1,11}$/),
    fc.constantFrom(
      "a.b",
      'quo"te',
      "it's",
      "bl ank",
      "Größe",
      "#1",
      "a:b",
      "[0]",
      "{x}",
      "$x",
      "日本",
      "x".repeat(512),
    ),
  )
  .filter((tag) => !/^(microsoft|azure|windows|contact$)/i.test(tag));
const tags = fc
  .uniqueArray(
    fc.tuple(
      tagName,
      fc.oneof(
        fc.string({ maxLength: 40 }),
        fc.integer(),
        fc.boolean(),
        fc.constantFrom("", "x".repeat(256), "ü'\"\\$"),
      ),
    ),
    { maxLength: 6, selector: ([tag]) => tag.toLowerCase() },
  )
  .chain((some) =>
    fc.constantFrom(some, some, some, [
      ...some,
      ...Array.from({ length: MOST_TAGS - some.length }, (_, index): [string, string] => [`filler-${index}`, "x"]),
    ]),
  )
  .map((all) => Object.fromEntries(all));

const any = {
  workspace,
  events,
  detections,
  alerts,
  tags,
  ignoreTags: fc.subarray(["createdBy", "costCenter", 'quo"te', "a.b"]),
  collection: fc.subarray(["endpointId", "proxy"]).map((given) => ({
    ...(given.includes("endpointId") ? { endpointId: ids.endpoint } : {}),
    ...(given.includes("proxy") ? { proxy: "http://secret.example.com:3128" } : {}),
  })),
  resourceGroup: fc.constantFrom({}, {}, { existing: "rg-audit(prod)" }, { existing: "Prüf.gruppe_1" }),
  contact: fc.constantFrom("", "storage-team@example.com", "o'neill+audit@example.co.uk"),
};

const arc = fc.record({
  endpointAddress: fc.ipV4(),
  servers: fc
    .subarray([...ids.servers, ids.servers[0]?.replace(/[^/]+$/, "Syslog_3.example") ?? ""])
    .map((servers) => servers.map((id, index) => ({ id, agentInstalledBy: index === 0 ? "policy" : "stack" }))),
  onboarding: fc.constantFrom(undefined, { principalId: "22222222-3333-4444-5555-666666666666" }),
});

const withMachines = fc.record({
  ...any,
  clusters: clusters(fc.constantFrom("azureNative", "onPremises"), true, MOST_CLUSTERS),
  network,
  forwarder,
});

const withBoth = fc
  .record({
    ...any,
    near: clusters(fc.constant("azureNative"), false, 2),
    far: clusters(fc.constant("onPremises"), false, 2),
    network,
    forwarder,
    arc,
  })
  .map(({ near, far, ...rest }) => ({
    ...rest,
    clusters: [
      ...near,
      ...far.filter((one) => near.every((other) => other.name.toLowerCase() !== one.name.toLowerCase())),
    ],
  }));

const arcOnly = fc.record({
  ...any,
  clusters: clusters(fc.constant("onPremises"), false, MOST_CLUSTERS),
  forwarder: fc.record({ count: fc.constant(0), port: fc.constantFrom(514, 1514) }),
  arc,
});

/** Generates correct settings for a stack. */
export const validSettings = fc
  .oneof({ weight: 3, arbitrary: withMachines }, { weight: 1, arbitrary: withBoth }, { weight: 1, arbitrary: arcOnly })
  // On a table with the plan Basic, Azure runs no alert rules.
  .filter(({ events, detections: { mode } }) => events.plan === "Analytics" || mode !== "alert")
  // In a new workspace no other stack creates the table QumuloAudit_CL.
  .filter(({ workspace, events }) => "existingId" in workspace || events.functionOwner || events.table === "syslog");
