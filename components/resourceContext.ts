import type * as pulumi from "@pulumi/pulumi";

/** Region, resource group and tags of the resources to create. */
export interface ResourceContext {
  /** Region. Example: `westeurope`. */
  readonly location: pulumi.Input<string>;
  readonly resourceGroupName: pulumi.Input<string>;
  /** Tags for all resources that support tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Names of tags that company policy adds and that therefore do not count as drift. */
  readonly ignoreTags: readonly string[];
}

/** Name of the tag that contains the email address of the people responsible for the deployment. */
export const CONTACT_TAG = "contact";

/** Returns the arguments that most Azure resources have in common. */
export const commonArguments = ({ location, resourceGroupName, tags }: ResourceContext) => ({
  location,
  resourceGroupName,
  tags,
});

/** Returns the `ignoreChanges` paths of the tags that company policy adds. Example: `['tags["CostCenter"]']`. */
export const foreignTags = (ignoreTags: readonly string[]): string[] =>
  ignoreTags.map((name) => `tags[${JSON.stringify(name)}]`);
