import fc from "fast-check";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { ids } from "../exampleStacks";

const name = fc.stringMatching(/^[a-z][a-z0-9]{1,12}$/);
const zones = fc.subarray(["1", "2", "3"]);

/** Ranges of 10.0.0.0/9 that do not overlap; the networks of the forwarders lie in 10.128.0.0/9. */
const clientCidrs = fc
  .uniqueArray(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 4 })
  .map((octets) => octets.map((octet) => `10.${octet}.0.0/16`));

const clusters = (kind: "azureNative" | "onPremises") =>
  fc.uniqueArray(fc.record({ name, clientCidrs, kind: fc.constant(kind), format: fc.constantFrom("csv", "json") }), {
    minLength: 1,
    maxLength: 3,
    selector: (cluster) => cluster.name,
  });

const subnet = fc.integer({ min: 128, max: 255 }).map((octet) => ({
  addressSpace: `10.${octet}.0.0/20`,
  subnetPrefix: `10.${octet}.1.0/24`,
  free: `10.${octet}.1.77`,
}));

const network = fc.oneof(
  fc
    .record({ subnet, peerings: fc.subarray([ids.hub, ids.qumulo]), reverse: fc.constantFrom("create", "manual") })
    .map(({ subnet: { addressSpace, subnetPrefix }, peerings, reverse }) => ({
      addressSpace,
      subnetPrefix,
      peerings: peerings.map((vnetId, index) => ({ vnetId, reverse, useRemoteGateways: index === 0 })),
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
  fc.record({
    retentionInDays: fc.integer({ min: 30, max: 90 }),
    totalRetentionInDays: fc.constantFrom(90, 400, 730, 2556, 4383),
    deleteOnDestroy: fc.boolean(),
    publicQuery: fc.boolean(),
  }),
  fc.constant({ existingId: ids.workspace }),
);

const agents = {
  workspace,
  tags: fc.dictionary(
    fc.stringMatching(/^[A-Z][a-z]{1,11}$/),
    fc.oneof(fc.string({ maxLength: 40 }), fc.integer(), fc.boolean()),
    { maxKeys: 4 },
  ),
  ignoreTags: fc.subarray(["createdBy", "costCenter"]),
  collection: fc.constantFrom({}, { endpointId: ids.endpoint }, { proxy: "http://proxy.example.com:3128" }),
};

const withMachines = fc.record({
  ...agents,
  clusters: clusters("azureNative"),
  network,
  forwarder: fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    port: fc.constantFrom(514, 1514, 6514),
    zones,
    spoolGiB: fc.integer({ min: 8, max: 1024 }),
    sshPublicKey: fc.constant(SAMPLE_SSH_KEY),
    agent: fc.constantFrom("install", "present"),
    agentVersion: fc.constantFrom("auto", "1.35"),
    deleteOnDestroy: fc.boolean(),
  }),
});

const arcOnly = fc.record({
  ...agents,
  clusters: clusters("onPremises"),
  forwarder: fc.record({ count: fc.constant(0), port: fc.constantFrom(514, 1514) }),
  arc: fc.record({
    endpointAddress: fc.ipV4(),
    servers: fc.subarray(ids.servers).map((servers) => servers.map((id) => ({ id }))),
  }),
});

/** Settings of a stack, right as a whole. */
export const validSettings = fc.oneof({ weight: 3, arbitrary: withMachines }, { weight: 1, arbitrary: arcOnly });
