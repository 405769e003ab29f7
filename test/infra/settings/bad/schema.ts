import { type BadSetting, cluster } from "./setting";

/** Wrong settings that schema.ts must refuse. */
export const schema: readonly BadSetting[] = [
  {
    when: "the key clusters is missing",
    config: { clusters: undefined },
    key: "clusters",
    problem: "has no entry",
    fixes: "clusters[0].name' prodnas\npulumi config set --path 'clusters[0].kind' azureNative",
  },
  {
    when: "the list of clusters is empty",
    config: { clusters: [] },
    key: "clusters",
    problem: "has no entry",
    fixes: "clusters[0].kind' azureNative\npulumi config set --path 'clusters[0].nodeCidrs[0]'",
  },
  {
    when: "a cluster's name is illegal",
    config: cluster({ name: "nas_1" }),
    key: "clusters[0].name",
    problem: "is not a name of a Qumulo cluster",
    fixes: "prodnas",
  },
  {
    when: "a cluster's list of ranges is empty",
    config: cluster({ nodeCidrs: [] }),
    key: "clusters[0].nodeCidrs",
    problem: "is empty",
    fixes: "nodeCidrs",
  },
  {
    when: "a resource group's name is illegal",
    config: { resourceGroup: { existing: "rg." } },
    key: "resourceGroup.existing",
    problem: "is not a name of a resource group",
    fixes: "rg-audit",
  },
  {
    when: "the proxy is not an address",
    config: { collection: { proxy: "proxy:3128" } },
    key: "collection.proxy",
    problem: "not http://host:port",
    fixes: "http://",
  },
  {
    when: "the proxy has a password",
    config: { collection: { proxy: "http://me:pw@proxy:3128" } },
    key: "collection.proxy",
    problem: "contains a user and password",
    fixes: "http://",
  },
  {
    when: "the contact is not an e-mail address",
    config: { contact: "storage team" },
    key: "contact",
    problem: "not an e-mail address",
    fixes: "storage-team@example.com",
  },
];
