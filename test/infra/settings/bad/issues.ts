import { type BadSetting, cluster, forwarder, good } from "./setting";

/** Wrong settings that issues.ts must refuse. */
export const issues: readonly BadSetting[] = [
  {
    when: "one cluster is written where a list of clusters belongs",
    config: { clusters: good.clusters[0] },
    key: "clusters",
    problem: "must be a list, but is an object",
    fixes: "",
    edit: 'put "- " before the first line below clusters, and two spaces before its other lines,',
  },
  {
    when: "a number is given as text",
    config: forwarder({ count: "two" }),
    key: "forwarder.count",
    problem: "must be a number, but is text 'two'",
    fixes: "forwarder.count 2",
  },
  {
    when: "a required value is missing",
    config: { clusters: [{ nodeCidrs: ["10.1.2.0/24"], kind: "azureNative" }] },
    key: "clusters[0].name",
    problem: "is missing",
    fixes: "prodnas",
  },
  {
    when: "a value is not one of the choices",
    config: cluster({ format: "xml" }),
    key: "clusters[0].format",
    problem: "none of csv, json",
    fixes: "clusters[0].format' csv",
  },
  {
    when: "a cluster's list of ranges is missing",
    config: { clusters: [{ name: "prodnas", kind: "azureNative" }] },
    key: "clusters[0].nodeCidrs",
    problem: "is missing",
    fixes: "clusters[0].nodeCidrs[0]' 10.1.2.0/24",
  },
  {
    when: "an object is given where text belongs",
    config: { tags: { a: { b: 1 } } },
    key: "tags.a",
    problem: "must be text, but is an object",
    fixes: "tags.a",
  },
  {
    when: "one range is given where a list of ranges belongs",
    config: cluster({ nodeCidrs: "10.1.2.0/24" }),
    key: "clusters[0].nodeCidrs",
    problem: "must be a list, but is text",
    fixes: "clusters[0].nodeCidrs[0]' 10.1.2.0/24",
  },
];
