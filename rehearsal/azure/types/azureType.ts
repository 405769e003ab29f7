/** Properties of a resource, as they travel. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the stand-in knows of one resource type: data, no behaviour of its own. */
export interface AzureType {
  /** Pulumi's token. */
  readonly token: string;
  /**
   * Resource id with the inputs that name it in braces; the last one names the resource, and Pulumi makes it up where
   * it is not given. Example: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/…/{vmName}`.
   */
  readonly id: string;
  /** Values that Azure fills in where the input says nothing. */
  readonly defaults?: Properties;
  /** Read-only outputs, made of the id and the inputs. */
  readonly computed?: (id: string, inputs: Properties) => Properties;
  /** Inputs whose change replaces the resource. Source: the provider's schema, `willReplaceOnChanges`. */
  readonly forceNew: readonly string[];
}

/** A function of the provider: what it gives for its arguments. */
export interface AzureFunction {
  readonly token: string;
  readonly result: (args: Properties, subscriptionId: string) => Properties;
}

/** Id of a resource in a group. Example: `inGroup("Microsoft.Compute/disks/{diskName}")`. */
export const inGroup = (path: string): string =>
  `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${path}`;
