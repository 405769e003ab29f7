import { join } from "node:path";
import { z } from "zod";

// The serializers of Microsoft's clients contain the published model of every type with all its properties.
interface Mapper {
  readonly serializedName?: string | undefined;
  readonly required?: boolean | undefined;
  readonly readOnly?: boolean | undefined;
  readonly type: {
    readonly name: string;
    readonly className?: string | undefined;
    readonly uberParent?: string | undefined;
    readonly allowedValues?: readonly unknown[] | undefined;
    readonly modelProperties?: Readonly<Record<string, Mapper>> | undefined;
    readonly element?: Mapper | undefined;
    readonly value?: Mapper | undefined;
  };
}
const mapper: z.ZodType<Mapper> = z.lazy(() =>
  z.object({
    serializedName: z.string().optional(),
    required: z.boolean().optional(),
    readOnly: z.boolean().optional(),
    type: z.object({
      name: z.string(),
      className: z.string().optional(),
      uberParent: z.string().optional(),
      allowedValues: z.array(z.unknown()).optional(),
      modelProperties: z.record(z.string(), mapper).optional(),
      element: mapper.optional(),
      value: mapper.optional(),
    }),
  }),
);

/**
 * For each resource type that the program uses: Microsoft's client package, and the model that a create request sends.
 */
const MODELS: Readonly<Record<string, readonly [client: string, model: string]>> = {
  "compute:AvailabilitySet": ["compute", "AvailabilitySet"],
  "compute:Disk": ["compute", "Disk"],
  "compute:VirtualMachine": ["compute", "VirtualMachine"],
  "compute:VirtualMachineExtension": ["compute", "VirtualMachineExtension"],
  "compute:VirtualMachineRunCommandByVirtualMachine": ["compute", "VirtualMachineRunCommand"],
  "hybridcompute:MachineExtension": ["hybridcompute", "MachineExtension"],
  "managedidentity:UserAssignedIdentity": ["msi", "Identity"],
  "monitor:ActionGroup": ["monitor", "ActionGroupResource"],
  "monitor:DataCollectionRule": ["monitor", "DataCollectionRuleResource"],
  "monitor:DataCollectionRuleAssociation": ["monitor", "DataCollectionRuleAssociationProxyOnlyResource"],
  "monitor:DiagnosticSetting": ["monitor", "DiagnosticSettingsResource"],
  "network:LoadBalancer": ["network", "LoadBalancer"],
  "network:NatGateway": ["network", "NatGateway"],
  "network:NetworkInterface": ["network", "NetworkInterface"],
  "network:NetworkSecurityGroup": ["network", "NetworkSecurityGroup"],
  "network:PublicIPAddress": ["network", "PublicIPAddress"],
  "network:Subnet": ["network", "Subnet"],
  "network:VirtualNetwork": ["network", "VirtualNetwork"],
  "network:VirtualNetworkPeering": ["network", "VirtualNetworkPeering"],
  "authorization:RoleAssignment": ["authorization", "RoleAssignmentCreateParameters"],
  "operationalinsights:SavedSearch": ["operationalinsights", "SavedSearch"],
  "operationalinsights:Table": ["operationalinsights", "Table"],
  "operationalinsights:Workspace": ["operationalinsights", "Workspace"],
};
/**
 * Types that no client has a model for: a resource group has only a name and a location, and a deployment's content is
 * opaque to ARM.
 */
export const WITHOUT_MODEL = ["resources:ResourceGroup", "resources:Deployment"];

/** Properties that even the newest client does not have: they exist only in newer API versions. */
const NEWER = [
  // Microsoft.HybridCompute/machines/extensions: the program uses API version 2024-07-10, the client 2021-05-20.
  "MachineExtension.properties.enableAutomaticUpgrade",
  // Microsoft.Insights/dataCollectionRules: the program uses API version 2022-06-01, the client 2021-04-01.
  "DataCollectionRule.dataCollectionEndpointId",
  "DataCollectionRule.dataFlows[].transformKql",
  "DataCollectionRule.dataFlows[].outputStream",
];

const serializers = z.object({
  scheduledQueryRuleResourceSerializer: z.custom<(rule: unknown) => Readonly<Record<string, unknown>>>(
    (found) => typeof found === "function",
  ),
});

/**
 * Returns the alert rule properties that Microsoft's model does not have. This client has no mappers, but a serializer
 * that copies exactly the model's properties. The client and the program use the same API version, 2025-01-01-preview.
 */
async function alertRuleErrors(inputs: Readonly<Record<string, unknown>>): Promise<string[]> {
  const folder = join(__dirname, "../../node_modules/arm-monitor-8/dist/commonjs/models/scheduledQueryRuleApi");
  const { scheduledQueryRuleResourceSerializer: serialize } = serializers.parse(
    await import(join(folder, "models.js")),
  );
  const { resourceGroupName: _, ...given } = inputs;
  const { properties, ...top } = serialize(given);
  return unknownIn(given, { ...top, ...Object(properties) }, "ScheduledQueryRule");
}

/** Returns the properties that are in the value but not in its copy. */
const unknownIn = (value: unknown, copy: unknown, path: string): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, part]) => {
        const own = Object(copy)[key];
        return own === undefined ? [`${path}.${key} is not a property`] : unknownIn(part, own, `${path}.${key}`);
      });

const loaded = new Map<string, Promise<Readonly<Record<string, Mapper>>>>();
function modelsOf(client: string): Promise<Readonly<Record<string, Mapper>>> {
  const known = loaded.get(client) ?? import(`@azure/arm-${client}/dist-esm/src/models/mappers.js`).then(readMappers);
  loaded.set(client, known);
  return known;
}
const readMappers = (module: unknown): Readonly<Record<string, Mapper>> =>
  Object.fromEntries(
    Object.entries(z.looseObject({}).parse(module)).flatMap(([name, value]) => {
      const { data } = mapper.safeParse(value);
      return data === undefined ? [] : [[name, data]];
    }),
  );

/** Whether an input is part of the resource's address or query string, and not a property. Example: `vmName`. */
const isAddress = (key: string, model: string): boolean =>
  /^(resourceGroupName|resourceUri|scope|associationName|roleAssignmentName|runCommandName|savedSearchId|syncRemoteAddressSpace)$/.test(
    key,
  ) ||
  (key === "name" && model === "DiagnosticSettingsResource") ||
  (/^(vm|machine|table|vmExtension|extension|virtualNetwork|virtualNetworkPeering|workspace|loadBalancer|resource|actionGroup)Name$/.test(
    key,
  ) &&
    key !== `${model}Name`);

/**
 * Returns the unknown, missing and mistyped properties in a resource's inputs, according to Microsoft's model of its
 * type.
 */
export async function modelErrors(type: string, inputs: Readonly<Record<string, unknown>>): Promise<string[]> {
  if (type === "azure-native:monitor:ScheduledQueryRule") return alertRuleErrors(inputs);
  const [client, model] = MODELS[type.replace(/^azure-native:/, "")] ?? [];
  if (client === undefined || model === undefined) throw new Error(`MODELS has no entry for ${type}`);
  const all = await modelsOf(client);
  const properties = Object.fromEntries(Object.entries(inputs).filter(([key]) => !isAddress(key, model)));
  const top = all[model];
  if (top === undefined) throw new Error(`@azure/arm-${client} has no ${model}`);
  return errorsOf(top, properties, type.split(":").at(-1) ?? "", all);
}

/**
 * Returns a type's properties by their names in ARM's JSON. The provider flattens only the object `properties`; the
 * client also flattens other objects.
 */
function propertiesOf(type: Mapper["type"], all: Readonly<Record<string, Mapper>>): Map<string, Mapper> {
  const model = type.modelProperties ?? all[type.className ?? ""]?.type.modelProperties ?? {};
  const entries = Object.entries(model).map(([key, one]): [string, Mapper] => {
    const name = (one.serializedName ?? key).split(/(?<!\\)\./).at(-1) ?? key;
    return [name.replaceAll("\\", ""), one];
  });
  return new Map(entries);
}

function errorsOf(model: Mapper, value: unknown, path: string, all: Readonly<Record<string, Mapper>>): string[] {
  const { type } = model;
  const wrong = (expected: string) => [`${path} is ${JSON.stringify(value)}, but must be ${expected}`];
  switch (type.name) {
    case "Composite": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong("an object");
      const properties = propertiesOf(type, all);
      const nested = properties.get("properties");
      if (nested !== undefined && !("properties" in value))
        for (const [name, one] of propertiesOf(nested.type, all)) properties.set(name, one);
      const given = Object.entries(value).flatMap(([key, part]) => {
        const found = properties.get(key);
        if (found === undefined)
          return NEWER.includes(`${path}.${key}`.replace(/\[\d+\]/g, "[]"))
            ? []
            : [`${path}.${key} is not a property of ${type.className}`];
        if (found.readOnly) return [`${path}.${key} can only be set by Azure`];
        return errorsOf(found, part, `${path}.${key}`, all);
      });
      const missing = [...properties]
        .filter(([name, one]) => one.required && !one.readOnly && !(name in value) && name !== "properties")
        .map(([name]) => `${path}.${name} is missing`);
      return [...given, ...missing];
    }
    case "Sequence":
      if (!Array.isArray(value)) return wrong("a list");
      return value.flatMap((one, index) => (type.element ? errorsOf(type.element, one, `${path}[${index}]`, all) : []));
    case "Dictionary":
      if (typeof value !== "object" || value === null) return wrong("an object");
      return Object.entries(value).flatMap(([key, one]) =>
        type.value ? errorsOf(type.value, one, `${path}.${key}`, all) : [],
      );
    case "Enum":
      return type.allowedValues?.includes(value) ? [] : wrong(`one of ${type.allowedValues?.join(", ")}`);
    case "Number":
      return typeof value === "number" ? [] : wrong("a number");
    case "Boolean":
      return typeof value === "boolean" ? [] : wrong("true or false");
    case "any":
      return [];
    default:
      return typeof value === "string" ? [] : wrong("text");
  }
}
