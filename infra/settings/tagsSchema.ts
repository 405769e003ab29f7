import { z } from "zod";
import { CONTACT_TAG } from "../../components/resourceContext";
import { check, list, must } from "./checks";
import { shown } from "./messages";

/** Tags that this program sets itself. */
const OWN_TAGS = [CONTACT_TAG];

/**
 * Whether a name is one of OWN_TAGS, in upper or lower case. Source: the page tag-resources below, "tag names are
 * case-insensitive for operations".
 */
const isOwnTag = (name: string): boolean => OWN_TAGS.some((own) => own.toLowerCase() === name.toLowerCase());

/**
 * The greatest number of tags on a resource. Source:
 * learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, limitations.
 */
const TAGS_OF_A_RESOURCE = 50;
export const MOST_TAGS = TAGS_OF_A_RESOURCE - OWN_TAGS.length;

/** Prefixes that Azure reserves. Source: learn.microsoft.com/rest/api/resources/tags/create-or-update. */
const RESERVED = /^(microsoft|azure|windows)/i;

/** Returns why a text cannot be a tag's name; undefined if it can. Example: `azure-owner` has a reserved prefix. */
function tagNameProblem(name: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the check looks for control characters.
  if (name === "" || name.length > 512 || /[<>%&\\?/\u0000-\u001f]/.test(name) || name !== name.trim())
    return "is not a tag name: 1 to 512 characters, none of < > % & \\ ? /, no control character, no space at an end";
  if (RESERVED.test(name)) return "begins with microsoft, azure or windows, which Azure reserves";
  if (isOwnTag(name)) return `is a tag that this program sets itself (${OWN_TAGS.join(", ")})`;
  return undefined;
}

const tagName = z.string().superRefine(
  must(
    (name) => tagNameProblem(name) === undefined,
    (name) => `'${shown(name)}' ${tagNameProblem(name)}`,
  ),
);

/** Schema for `tags`, which every resource that supports tags gets. */
export const tags = z
  .record(
    tagName,
    z
      .string()
      .superRefine(
        must(
          (value) => value.length <= 256,
          () => "is longer than the 256 characters of a tag value",
        ),
      )
      .meta({ example: "4711" }),
  )
  .superRefine(
    check((given) => {
      const names = Object.keys(given);
      const lower = names.map((name) => name.toLowerCase());
      return names.flatMap((name, index) =>
        lower.indexOf(name.toLowerCase()) < index
          ? [
              {
                problem: "differs from another tag's name in its case only, and Azure treats both as one",
                at: [name],
                remove: true,
              },
            ]
          : [],
      );
    }),
  )
  .meta({ most: MOST_TAGS })
  .default({})
  .meta({
    description: `Tags for every resource that supports tags. Azure allows ${TAGS_OF_A_RESOURCE}, and the program itself sets the tag ${OWN_TAGS.join(", ")}.`,
    default: "none",
  });

/** Schema for `ignoreTags`, the names of tags that a company policy adds. */
export const ignoredTags = list(
  z
    .string()
    .superRefine(
      check((name) => {
        const problem = isOwnTag(name) ? tagNameProblem(name) : undefined;
        return problem === undefined ? undefined : { problem: `'${name}' ${problem}`, remove: true };
      }),
    )
    .meta({ example: "costCenter" }),
  50,
)
  .default([])
  .meta({
    description:
      "Names of tags that a company policy adds. This program keeps these tags and does not count them as drift.",
  });
