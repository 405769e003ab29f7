import type { BadSetting } from "./setting";

/** Wrong settings that validate.ts must refuse. */
export const validate: readonly BadSetting[] = [
  {
    when: "the region is missing",
    config: {},
    location: "",
    key: "azure-native:location",
    problem: "is missing",
    fixes: "westeurope",
  },
  {
    when: "the region is not a name",
    config: {},
    location: "west_europe!",
    key: "azure-native:location",
    problem: "is not the name of a region",
    fixes: "westeurope",
  },
  {
    when: "a setting contains a secret",
    config: {},
    secretKeys: ["clusters"],
    key: "clusters",
    problem: "would be in clear text in the state",
    fixes: "",
  },
  {
    when: "a secret is in clear text",
    config: { secrets: { honeyPaths: ["/finance/salaries"] } },
    key: "secrets.honeyPaths[0]",
    problem: "is in clear text",
    fixes: "pulumi config set --secret --path 'secrets.honeyPaths[0]'",
  },
  {
    when: "the subscription is not a GUID",
    config: { "azure-native:subscriptionId": "prod" },
    key: "azure-native:subscriptionId",
    problem: "a GUID",
    fixes: "azure-native:subscriptionId",
  },
];
