import type * as pulumi from "@pulumi/pulumi";

/** What the resources inside a workspace, and the rule that sends to it, need to know of it. */
export interface WorkspaceReference {
  /** Resource id. */
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  /** The collection rule must be in this region. */
  readonly location: pulumi.Output<string>;
  /** Provider for the workspace's subscription. Undefined if that is the stack's own. */
  readonly provider: pulumi.ProviderResource | undefined;
  /** Resources that must exist before anything else is created in the workspace or sends to it. */
  readonly readyAfter: readonly pulumi.Resource[];
}
