import { isRecord } from "../../../components/isRecord";
import type { Refusal } from "./azureType";
import { check, parentOf } from "./refusal";

const NAMES = "learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors";
const TAGS = "learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, limitations";

const groupOf = (id: string): string | undefined => /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0];
const tagsOf = (inputs: unknown): [string, unknown][] =>
  isRecord(inputs) && isRecord(inputs.tags) ? Object.entries(inputs.tags) : [];

/** Refusals by Azure or by the provider that apply to every resource type. */
export const commonRefusals: readonly Refusal[] = [
  check(
    "AlreadyExists",
    "pulumi-azure-native, provider source: it sends a GET before every create",
    ({ id }, azure) => (azure.exists(id) ? `cannot create already existing resource '${id}'` : undefined),
    ["create"],
  ),
  check("ResourceGroupNotFound", NAMES, ({ id }, azure) => {
    const group = groupOf(id);
    return group === undefined || group === id || azure.exists(group)
      ? undefined
      : `Resource group '${group.split("/").at(-1)}' could not be found.`;
  }),
  check("ParentResourceNotFound", NAMES, ({ id }, azure) => {
    const [, path = ""] = /\/providers\/(?!.*\/providers\/)(.+)$/.exec(id) ?? [];
    return path.split("/").length <= 3 || azure.exists(parentOf(id))
      ? undefined
      : `Can not perform requested operation on nested resource: '${parentOf(id)}' was not found.`;
  }),
  // An extension resource belongs to another resource. The other resource's id is the part before the last /providers/
  // in the extension resource's id. Example: /x/providers/Microsoft.Insights/dataCollectionRuleAssociations/y belongs
  // to /x.
  check("ResourceNotFound", NAMES, ({ id }, azure) => {
    const parts = id.split("/providers/");
    const owner = parts.slice(0, -1).join("/providers/");
    return parts.length < 3 || azure.exists(owner) ? undefined : `The resource '${owner}' was not found.`;
  }),
  check("TooManyTags", TAGS, ({ inputs }) => (tagsOf(inputs).length > 50 ? "more than 50 tags" : undefined)),
  check("InvalidTagNameCharacters", TAGS, ({ inputs }) =>
    tagsOf(inputs).some(([name]) => /[<>%&\\?/]/.test(name))
      ? "a tag's name contains one of < > % & \\ ? /"
      : undefined,
  ),
  check("ReservedTagName", "learn.microsoft.com/rest/api/resources/tags/create-or-update", ({ inputs }) =>
    tagsOf(inputs).some(([name]) => /^(microsoft|azure|windows)/i.test(name))
      ? "a tag's name begins with microsoft, azure or windows"
      : undefined,
  ),
  check("DuplicateTagName", TAGS, ({ inputs }) => {
    const names = tagsOf(inputs).map(([name]) => name.toLowerCase());
    return new Set(names).size < names.length ? "two tag names differ only in case" : undefined;
  }),
  check("InvalidTagNameLength", TAGS, ({ inputs }) =>
    tagsOf(inputs).some(([name]) => name.length > 512) ? "a tag's name is longer than 512 characters" : undefined,
  ),
  check("InvalidTagValueLength", TAGS, ({ inputs }) =>
    tagsOf(inputs).some(([, value]) => String(value).length > 256)
      ? "a tag's value is longer than 256 characters"
      : undefined,
  ),
  check("InvalidResourceName", NAMES, ({ id }) =>
    /[<>%&\\?]|\.$|\s$/.test(id.split("/").at(-1) ?? "") ? `'${id.split("/").at(-1)}' is not a valid name` : undefined,
  ),
];
