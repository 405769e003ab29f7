import fc from "fast-check";
import type { OnboardingScriptArgs } from "../components/arc/onboardingScript";
import { isGroupName } from "../components/resourceId";

const groupUnit = fc.constantFrom(..."abcXYZ019-_.()");

/** Generators of names as long and unusual as the settings and Azure allow. */
export const odd = {
  /** Source: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules. */
  resourceGroup: fc
    .string({
      unit: fc.oneof(groupUnit, fc.constantFrom("ü", "ß", "日", "ع", "Ж", "é", "७")),
      minLength: 1,
      maxLength: 90,
    })
    .filter(isGroupName),
  /** Stack names that the CLI accepts. */
  stack: fc.stringMatching(/^[\w.-]{1,40}$/),
  location: fc.constantFrom("westeurope", "West Europe", "usgovvirginia"),
  cluster: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,13}[A-Za-z0-9]$/),
  /** Tag values, users and paths: any text without control characters and double quotes. */
  text: fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression removes them.
    .map((value) => value.replace(/["\u0000-\u001f]/g, "'")),
};

const nodeCidrs = fc
  .uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 5 })
  .map((octets) => octets.map((octet) => `10.${octet}.0.0/16`));

/** Generates arguments for the Arc server script. */
export const anyOnboarding: fc.Arbitrary<OnboardingScriptArgs> = fc.record({
  stack: odd.stack,
  subscriptionId: fc.uuid(),
  tenantId: fc.uuid(),
  resourceGroupName: odd.resourceGroup,
  location: odd.location,
  cloud: fc.constantFrom("AzureCloud", "AzureUSGovernment", "AzureChinaCloud"),
  nextServer: fc.nat(100),
  port: fc.constantFrom(514, 1514, 6514),
  senders: fc.uniqueArray(fc.record({ name: odd.cluster, nodeCidrs }), {
    maxLength: 3,
    selector: ({ name }) => name.toLowerCase(),
  }),
  filter: fc.record({
    keep: fc.constantFrom("everything", "noNoise", "changesOnly"),
    include: fc.constant([]),
    exclude: fc.array(
      fc.record({ users: fc.array(odd.text, { minLength: 1, maxLength: 2 }), pathPrefixes: fc.tuple(odd.text) }),
      { maxLength: 2 },
    ),
  }),
});
