import { z } from "zod";
import { isGroupName, parseResourceId, type ResourceId } from "../../components/resourceId";
import { addressError, rangeError } from "./addresses";
import { shown, type ValueError } from "./messages";
import { type Near, nearChoice, nearFlag, nearWhole } from "./nearest";

/** Returns a zod check that reports the errors that `errorsOf` returns for a value. */
export function check<T>(errorsOf: (value: T) => ValueError | readonly ValueError[] | undefined) {
  return (checked: T, context: z.RefinementCtx): void => {
    for (const { problem, value, remove, at = [] } of [errorsOf(checked) ?? []].flat()) {
      context.addIssue({ code: "custom", message: problem, path: [...at], params: { value, remove } });
    }
  };
}

/** Returns a zod check that reports `problem` for values for which `holds` is false. */
export const must = <T>(holds: (value: T) => boolean, problem: (value: T) => string) =>
  check<T>((value) => (holds(value) ? undefined : { problem: problem(value) }));

/** What the documentation and the errors need to know about a setting. */
interface Described {
  readonly description: string;
  /** The default, or a sentence if it depends on other settings. */
  readonly default?: string | number | boolean;
  readonly example?: string | number;
}

/** Adds a description to a setting's schema and keeps the schema's other metadata. */
export const described = <Schema extends z.ZodType>(schema: Schema, { description, ...rest }: Described): Schema =>
  schema.meta({ ...schema.meta(), ...rest, description });

/** Schema for a text whose correct value only the user knows. */
export const text = (example: string) => z.string().meta({ example });

/** Schema for `true` or `false`, without a default. */
export const optionalFlag = () => z.boolean().meta({ near: nearFlag, others: [true, false] });

/** Schema for `true` or `false`, with a default. */
export const flag = (description: string, fallback: boolean) => optionalFlag().default(fallback).meta({ description });

/** Schema for one of several names, without a default. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).meta({ near: nearChoice(values), others: values });

/** Schema for one of several names, with a default. */
export const oneOf = <const T extends readonly [string, ...string[]]>(
  description: string,
  values: T,
  fallback: T[number],
) => choice(values).default(fallback).meta({ description });

/** Schema for a list with at most `most` members. */
export const list = <Member extends z.ZodType>(member: Member, most: number) => z.array(member).meta({ most });

/** Bounds of a whole number, and its unit in messages and in the documentation. */
interface WholeNumber {
  readonly lowest: number;
  readonly highest: number;
  /** Example: `days`. */
  readonly unit?: string;
  /** Returns the legal values that a wrong value may mean. Default: the nearest whole number within the bounds. */
  readonly near?: Near;
}

/** Schema for a whole number within bounds. */
export const whole = ({ lowest, highest, unit, near = nearWhole(lowest, highest) }: WholeNumber) =>
  z
    .number()
    .superRefine(
      must(
        (given) => Number.isInteger(given) && given >= lowest && given <= highest,
        (given) => `${given} is not a whole number from ${lowest} to ${highest}${unit === undefined ? "" : ` ${unit}`}`,
      ),
    )
    .meta({ near, others: [lowest, highest], unit, values: `${lowest} to ${highest}` });

/** Schema for an IPv4 range. */
export const range = (example: string) => text(example).superRefine(check(rangeError));

/** Schema for a network's IPv4 range, which is never a single address. */
export const networkRange = (example: string) =>
  text(example).superRefine(
    check((given) => {
      const error = rangeError(given);
      if (error === undefined || !String(error.value).endsWith("/32")) return error;
      return { problem: `'${shown(given)}' has no prefix length, and a network is more than one address` };
    }),
  );

/** Schema for one IPv4 address. */
export const address = (example: string) => text(example).superRefine(check(addressError));

/** Schema for a resource id of the given resource type. Example: `azureId("Microsoft.Network/virtualNetworks")`. */
export const azureId = (type: string) =>
  text(
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/${exampleId(type)}`,
  ).superRefine(
    must(
      (value) => value.length <= 1024 && isLegal(parseResourceId(value, type)),
      (value) => `'${shown(value)}' is not the resource id of a ${type}`,
    ),
  );

/**
 * Whether the names in a resource id are legal. Resource group names may contain letters of any script; other names may
 * contain only ASCII letters.
 */
const isLegal = (id: ResourceId | undefined): boolean =>
  id !== undefined && isGroupName(id.resourceGroupName) && id.names.every((name) => /^\w[\w.-]{0,79}$/.test(name));

/** Example: `Microsoft.Network/virtualNetworks/NAME/subnets/NAME`. */
const exampleId = (type: string): string => {
  const [namespace, ...types] = type.split("/");
  return [namespace, ...types.flatMap((part) => [part, "NAME"])].join("/");
};
