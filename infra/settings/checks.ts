import { z } from "zod";
import { isGroupName, parseResourceId, type ResourceId } from "../../components/resourceId";
import { addressError, rangeError } from "./addresses";
import { type ValueError, shown } from "./messages";
import { nearChoice, nearFlag, nearWhole } from "./nearest";

/** Turns a function that finds what is wrong into a zod check. */
export function check<T>(find: (value: T) => ValueError | readonly ValueError[] | undefined) {
  return (checked: T, context: z.RefinementCtx): void => {
    for (const finding of [find(checked) ?? []].flat()) {
      const path = [...(finding.at ?? [])];
      const { value, example, remove } = finding;
      context.addIssue({ code: "custom", message: finding.problem, path, params: { value, example, remove } });
    }
  };
}

/** A check that is one condition with one sentence. */
export const must = <T>(holds: (value: T) => boolean, problem: (value: T) => string) =>
  check<T>((value) => (holds(value) ? undefined : { problem: problem(value) }));

/** Text whose right value only a person knows. */
export const text = (example: string) => z.string().meta({ example });
/** What a text may have meant that is neither `true` nor `false`. */
export const FLAG = { near: nearFlag, others: [true, false] };
export const flag = (fallback: boolean) =>
  z
    .boolean()
    .default(fallback)
    .meta({ value: fallback, ...FLAG });
export const oneOf = <const T extends [string, ...string[]]>(values: T, fallback: T[number]) =>
  z
    .enum(values)
    .default(fallback)
    .meta({ value: fallback, near: nearChoice(values), others: values });
/** A list with a greatest length. */
export const list = <Member extends z.ZodType>(member: Member, most: number) => z.array(member).meta({ most });
export const whole = (lowest: number, highest: number, value: number, unit = "") =>
  z
    .number()
    .superRefine(
      must(
        (given) => Number.isInteger(given) && given >= lowest && given <= highest,
        (given) => `${given} is not a whole number from ${lowest} to ${highest}${unit}`,
      ),
    )
    .meta({ value, near: nearWhole(lowest, highest), others: [lowest, highest] });
export const range = text("10.1.2.0/24").superRefine(check(rangeError));
/** The range of a network, which no single address is. */
export const networkRange = (example: string) =>
  text(example).superRefine(
    check((given) => {
      const found = rangeError(given);
      if (found === undefined || !String(found.value).endsWith("/32")) return found;
      return { problem: `'${shown(given)}' has no prefix length, and a network is more than one address`, example };
    }),
  );
export const address = text("10.1.2.62").superRefine(check(addressError));
export const azureId = (type: string) =>
  text(
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/${exampleId(type)}`,
  ).superRefine(
    must(
      (value) => value.length <= 1024 && isLegal(parseResourceId(value, type)),
      (value) => `'${shown(value)}' is not the resource id of a ${type}`,
    ),
  );
/** Names of groups have letters of every script, other names ASCII ones. */
const isLegal = (id: ResourceId | undefined): boolean =>
  id !== undefined && isGroupName(id.resourceGroupName) && id.names.every((name) => /^\w[\w.-]{0,79}$/.test(name));
const exampleId = (type: string): string => {
  const [namespace, ...types] = type.split("/");
  return [namespace, ...types.flatMap((part) => [part, "NAME"])].join("/");
};
