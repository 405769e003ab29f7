import type * as pulumi from "@pulumi/pulumi";

/** Where resources are created, and their tags. */
export interface ResourceContext {
  /** Region. Example: `westeurope`. */
  readonly location: pulumi.Input<string>;
  readonly resourceGroupName: pulumi.Input<string>;
  /** Tags of all resources that support tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Names of tags that company policy adds. They do not count as drift. */
  readonly ignoreTags: readonly string[];
}

/** Tag with the email address of the people who are responsible for the deployment. */
export const CONTACT_TAG = "contact";

/** The arguments that most Azure resources have in common. */
export const commonArguments = ({ location, resourceGroupName, tags }: ResourceContext) => ({
  location,
  resourceGroupName,
  tags,
});

/** `ignoreChanges` for the tags that company policy adds. Example: `['tags["CostCenter"]']`. */
export const foreignTags = (ignoreTags: readonly string[]): string[] =>
  ignoreTags.map((name) => `tags[${JSON.stringify(name)}]`);
