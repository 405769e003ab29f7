import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { FUNCTION_NAME, qumuloEvents } from "./savedFunction";

export interface EventsFunctionArgs {
  readonly workspaceName: pulumi.Input<string>;
  /** Group of the workspace. */
  readonly resourceGroupName: pulumi.Input<string>;
}

/**
 * The saved function `QumuloEvents` of a workspace.
 *
 * A generic resource, because the typed one has no etag input: without `etag: "*"` Azure answers the second `up` with
 * 409 (Azure/bicep-types-az, issue 1548).
 */
export class EventsFunction extends pulumi.ComponentResource {
  constructor(name: string, args: EventsFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:events:EventsFunction", name, {}, opts);
    const { query, parameters } = qumuloEvents();
    new resources.Resource(
      `${name}-function`,
      {
        resourceGroupName: args.resourceGroupName,
        resourceProviderNamespace: "Microsoft.OperationalInsights",
        parentResourcePath: pulumi.interpolate`workspaces/${args.workspaceName}`,
        resourceType: "savedSearches",
        // In lower case, because Azure gives the id back that way.
        resourceName: FUNCTION_NAME.toLowerCase(),
        apiVersion: "2023-09-01",
        properties: {
          etag: "*",
          category: "Qumulo audit",
          displayName: FUNCTION_NAME,
          functionAlias: FUNCTION_NAME,
          functionParameters: parameters,
          query,
          version: 2,
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
