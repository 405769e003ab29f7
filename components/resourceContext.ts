import type * as pulumi from "@pulumi/pulumi";

/** Where resources go and what they are tagged with. */
export interface ResourceContext {
  /** Region. Example: `westeurope`. */
  readonly location: pulumi.Input<string>;
  readonly resourceGroupName: pulumi.Input<string>;
  /** Tags of every resource that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that company policy adds and that must not count as drift. */
  readonly ignoreTags: readonly string[];
}

/** Tag with the address of the people who answer for a deployment. */
export const CONTACT_TAG = "contact";

/** The arguments that most Azure resources share. */
export const commonArguments = ({ location, resourceGroupName, tags }: ResourceContext) => ({
  location,
  resourceGroupName,
  tags,
});

/** `ignoreChanges` for the tags that are not ours. */
export const foreignTags = ({ ignoreTags }: Pick<ResourceContext, "ignoreTags">): string[] =>
  ignoreTags.map((name) => `tags[${JSON.stringify(name)}]`);
