import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { foreignTags, type ResourceContext } from "./resourceContext";

export interface ResourceGroupsArgs extends Omit<ResourceContext, "resourceGroupName"> {
  /** Group that exists and takes everything. Default: two new groups. */
  readonly existing?: string;
}

/**
 * The groups that resources go to. Two of them: deleting the group of the machines must not delete the events. The data
 * group is protected like what it holds.
 */
export class ResourceGroups extends pulumi.ComponentResource {
  /** Workspace and spool disks. */
  readonly data: ResourceContext;
  /** Everything that can be made again. */
  readonly compute: ResourceContext;

  constructor(
    name: string,
    args: ResourceGroupsArgs & { readonly protectData: boolean },
    opts?: pulumi.ComponentResourceOptions,
  ) {
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
          {
            parent: this,
            protect: isProtected,
            retainOnDelete: isProtected,
            ignoreChanges: foreignTags({ ignoreTags }),
          },
        ).name,
    });
    this.data = group("data", protectData);
    this.compute = group("compute", false);
    this.registerOutputs({});
  }
}
