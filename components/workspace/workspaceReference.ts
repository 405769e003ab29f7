import type * as pulumi from "@pulumi/pulumi";

/** What the collection rule and the resources inside a workspace need to know about that workspace. */
export interface WorkspaceReference {
  /** Resource id. */
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  /** The workspace's region, in which the collection rule must be, too. */
  readonly location: pulumi.Output<string>;
  /** Provider for the workspace's subscription. Undefined if that is the stack's own subscription. */
  readonly provider: pulumi.ProviderResource | undefined;
  /** Resources that must exist before anything else is created in the workspace or sends to it. */
  readonly readyAfter: readonly pulumi.Resource[];
}
