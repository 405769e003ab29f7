import { z } from "zod";
import { parseResourceId } from "../../components/resourceId";
import { addressMistake, rangeMistake } from "./addresses";
import type { Finding } from "./messages";

/** Turns a function that finds what is wrong into a zod check. */
export function check<T>(find: (value: T) => Finding | readonly Finding[] | undefined) {
  return (value: T, context: z.RefinementCtx): void => {
    for (const finding of [find(value) ?? []].flat()) {
      const path = [...(finding.at ?? [])];
      context.addIssue({ code: "custom", message: finding.problem, path, params: { example: finding.example } });
    }
  };
}

/** A check that is one condition with one sentence. */
export const must = <T>(holds: (value: T) => boolean, problem: (value: T) => string) =>
  check<T>((value) => (holds(value) ? undefined : { problem: problem(value) }));

export const text = (example: string) => z.string().meta({ example });
export const flag = (fallback: boolean) => z.boolean().default(fallback).meta({ example: true });
export const oneOf = <const T extends [string, ...string[]]>(values: T, fallback: T[number]) =>
  z.enum(values).default(fallback).meta({ example: values[0] });
export const whole = (lowest: number, highest: number, example: number, unit = "") =>
  z
    .number()
    .superRefine(
      must(
        (value) => Number.isInteger(value) && value >= lowest && value <= highest,
        (value) => `${value} is not a whole number from ${lowest} to ${highest}${unit}`,
      ),
    )
    .meta({ example });
export const range = text("10.1.2.0/24").superRefine(check(rangeMistake));
export const address = text("10.1.2.62").superRefine(check(addressMistake));
export const azureId = (type: string) =>
  text(
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/${exampleId(type)}`,
  ).superRefine(
    must(
      (value) => parseResourceId(value, type) !== undefined,
      (value) => `'${value}' is not the resource id of a ${type}`,
    ),
  );
const exampleId = (type: string): string => {
  const [namespace, ...types] = type.split("/");
  return [namespace, ...types.flatMap((part) => [part, "NAME"])].join("/");
};
