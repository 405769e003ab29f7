import type { BadSetting } from "./setting";

/** Wrong settings that tagsSchema.ts must refuse. */
export const tagsSchema: readonly BadSetting[] = [
  {
    when: "a tag's name is illegal",
    config: { tags: { "a/b": "x" } },
    key: 'tags["a/b"]',
    problem: "is not a tag name",
    fixes: "config rm",
  },
  {
    when: "a tag's value is too long",
    config: { tags: { a: "x".repeat(257) } },
    key: "tags.a",
    problem: "256 characters",
    fixes: "tags.a",
  },
  {
    when: "a tag's name begins with a reserved word",
    config: { tags: { "Azure-owner": "x" } },
    key: "tags.Azure-owner",
    problem: "which Azure reserves",
    fixes: "config rm",
  },
  {
    when: "the program sets the tag itself",
    config: { tags: { Contact: "x" } },
    key: "tags.Contact",
    problem: "sets itself",
    fixes: "config rm",
  },
  {
    when: "two tags differ in case only",
    config: { tags: { owner: "x", Owner: "y" } },
    key: "tags.Owner",
    problem: "its case only",
    fixes: "config rm",
  },
  {
    when: "a tag that the program sets would be ignored",
    config: { ignoreTags: ["costCenter", "contact"] },
    key: "ignoreTags[1]",
    problem: "sets itself",
    fixes: "config rm",
  },
];
