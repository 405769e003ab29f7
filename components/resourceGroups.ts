import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { foreignTags, type ResourceContext } from "./resourceContext";

export interface ResourceGroupsArgs {
  /** Region of the groups. Example: `westeurope`. */
  readonly location: string;
  readonly tags: ResourceContext["tags"];
  /** Names of tags that company policy adds and that therefore do not count as drift. */
  readonly ignoreTags: ResourceContext["ignoreTags"];
  /** Existing group for all resources. Default: two groups are created. */
  readonly existing?: string;
  /** Protects the data group against deletion. */
  readonly protectData: boolean;
}

/** The stack's resource groups. By default there are two, so that deleting the machines' group does not delete the events. */
export class ResourceGroups extends pulumi.ComponentResource {
  /** For the workspace and the spool disks. */
  readonly data: ResourceContext;
  /** For everything that can be recreated without losing events. */
  readonly compute: ResourceContext;

  constructor(name: string, args: ResourceGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:index:ResourceGroups", name, {}, opts);
    const { existing, location, tags, ignoreTags, protectData } = args;
    const group = (kind: string, isProtected: boolean): ResourceContext => ({
      location,
      tags,
      ignoreTags,
      resourceGroupName:
        existing ??
        new resources.ResourceGroup(
          `rg-${name}-${kind}`,
          { location, tags },
          { parent: this, protect: isProtected, retainOnDelete: isProtected, ignoreChanges: foreignTags(ignoreTags) },
        ).name,
    });
    this.data = group("data", protectData);
    this.compute = group("compute", false);
    this.registerOutputs({});
  }
}
