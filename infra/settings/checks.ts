import { z } from "zod";
import { isGroupName, parseResourceId, type ResourceId } from "../../components/resourceId";
import { addressError, rangeError } from "./addresses";
import { shown, type ValueError } from "./messages";
import { type Near, nearChoice, nearFlag, nearWhole } from "./nearest";

/** Turns a function that returns what is wrong with a value into a zod check. */
export function check<T>(errorsOf: (value: T) => ValueError | readonly ValueError[] | undefined) {
  return (checked: T, context: z.RefinementCtx): void => {
    for (const { problem, value, remove, at = [] } of [errorsOf(checked) ?? []].flat()) {
      context.addIssue({ code: "custom", message: problem, path: [...at], params: { value, remove } });
    }
  };
}

/** A check that is one condition with one sentence. */
export const must = <T>(holds: (value: T) => boolean, problem: (value: T) => string) =>
  check<T>((value) => (holds(value) ? undefined : { problem: problem(value) }));

/** What the documentation and the errors need to know of a setting. */
interface Described {
  readonly description: string;
  /** A default that depends on other settings, in words. */
  readonly default?: string | number | boolean;
  readonly example?: string | number;
}

/** Describes a setting, and keeps what its schema already knows about its values. */
export const described = <Schema extends z.ZodType>(schema: Schema, { description, ...rest }: Described): Schema =>
  schema.meta({ ...schema.meta(), ...rest, description });

/** A text whose correct value only the user knows. */
export const text = (example: string) => z.string().meta({ example });

/** `true` or `false`, without a default. */
export const optionalFlag = () => z.boolean().meta({ near: nearFlag, others: [true, false] });

/** `true` or `false`. */
export const flag = (description: string, fallback: boolean) => optionalFlag().default(fallback).meta({ description });

/** One of several names, without a default. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).meta({ near: nearChoice(values), others: values });

/** One of several names. */
export const oneOf = <const T extends readonly [string, ...string[]]>(
  description: string,
  values: T,
  fallback: T[number],
) => choice(values).default(fallback).meta({ description });

/** A list with a greatest length. */
export const list = <Member extends z.ZodType>(member: Member, most: number) => z.array(member).meta({ most });

/** Bounds of a whole number, and how a message and the documentation name it. */
interface WholeNumber {
  readonly lowest: number;
  readonly highest: number;
  /** Example: `days`. */
  readonly unit?: string;
  /** The legal values that a wrong one may mean. Default: the nearest whole number. */
  readonly near?: Near;
}

/** A whole number within bounds. */
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

/** An IPv4 range. */
export const range = (example: string) => text(example).superRefine(check(rangeError));

/** The range of a network, which is never a single address. */
export const networkRange = (example: string) =>
  text(example).superRefine(
    check((given) => {
      const error = rangeError(given);
      if (error === undefined || !String(error.value).endsWith("/32")) return error;
      return { problem: `'${shown(given)}' has no prefix length, and a network is more than one address` };
    }),
  );

/** One IPv4 address. */
export const address = (example: string) => text(example).superRefine(check(addressError));

/** The resource id of a type. Example: `azureId("Microsoft.Network/virtualNetworks")`. */
export const azureId = (type: string) =>
  text(
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/${exampleId(type)}`,
  ).superRefine(
    must(
      (value) => value.length <= 1024 && isLegal(parseResourceId(value, type)),
      (value) => `'${shown(value)}' is not the resource id of a ${type}`,
    ),
  );

/** Whether the names in an id are legal: a group's name may have letters of every script, other names ASCII letters only. */
const isLegal = (id: ResourceId | undefined): boolean =>
  id !== undefined && isGroupName(id.resourceGroupName) && id.names.every((name) => /^\w[\w.-]{0,79}$/.test(name));

/** Example: `Microsoft.Network/virtualNetworks/NAME/subnets/NAME`. */
const exampleId = (type: string): string => {
  const [namespace, ...types] = type.split("/");
  return [namespace, ...types.flatMap((part) => [part, "NAME"])].join("/");
};
