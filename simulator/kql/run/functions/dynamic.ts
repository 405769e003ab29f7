import { readJson } from "../json";
import { type Dynamic, isArray, isBag, keyOf, numberOf, textOf, type Value } from "../value";
import { list, type Scalar, text } from "./function";

/** `parse_json`. A string that is not JSON stays a string; an empty string becomes null. */
const parseJson: Scalar = (values, types) => {
  if (types[0] !== "string") return values[0] ?? null;
  const source = text(values, types, 0);
  return source === "" ? null : (readJson(source) ?? source);
};

/** `gettype`. */
const typeName: Scalar = ([value = null], [type = ""]) => {
  if (value === null) return type === "string" ? "string" : "null";
  if (type !== "dynamic") return type === "real" ? "double" : type;
  if (isArray(value)) return "array";
  if (isBag(value)) return "dictionary";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" && !Number.isInteger(value) ? "double" : "long";
};

const bag = (values: readonly Value[], types: readonly string[]): Dynamic =>
  Object.fromEntries(
    values.flatMap((value, index) =>
      index % 2 === 0 ? [[textOf(value, types[index] ?? "string"), values[index + 1] ?? null] as const] : [],
    ),
  );

/** Returns the distinct members, in the order of their first appearance. */
const unique = (values: readonly Dynamic[]): Dynamic[] => [
  ...new Map(values.map((value) => [keyOf(value), value])).values(),
];

const slice: Scalar = ([value, start, end]) => {
  const members = list(value);
  if (members === undefined) return null;
  const at = (index: number) => (index < 0 ? members.length + index : index);
  return members.slice(at(Number(start)), at(Number(end)) + 1);
};

export const dynamicFunctions: Readonly<Record<string, Scalar>> = {
  parse_json: parseJson,
  todynamic: parseJson,
  tostring: ([value = null], [type = ""]) => textOf(value, type),
  gettype: typeName,
  isnull: ([value = null], [type]) => value === null && type !== "string",
  isnotnull: ([value = null], [type]) => value !== null || type === "string",
  array_length: ([value]) => list(value)?.length ?? null,
  array_concat: (values) => values.flatMap((value) => list(value) ?? []),
  array_slice: slice,
  array_sum: ([value]) => list(value)?.reduce<number>((sum, member) => sum + (numberOf(member) ?? 0), 0) ?? null,
  array_index_of: ([value, member = null]) => list(value)?.findIndex((one) => keyOf(one) === keyOf(member)) ?? null,
  array_reverse: ([value]) => [...(list(value) ?? [])].reverse(),
  set_union: (values) => unique(values.flatMap((value) => list(value) ?? [])),
  set_intersect: ([first, ...others]) =>
    unique(
      (list(first) ?? []).filter((member) =>
        others.every((other) => (list(other) ?? []).some((one) => keyOf(one) === keyOf(member))),
      ),
    ),
  set_difference: ([first, ...others]) => {
    const taken = new Set(others.flatMap((other) => list(other) ?? []).map(keyOf));
    return unique((list(first) ?? []).filter((member) => !taken.has(keyOf(member))));
  },
  set_has_element: ([value, member = null]) => list(value)?.some((one) => keyOf(one) === keyOf(member)) ?? null,
  pack_array: (values) => [...values],
  pack: bag,
  bag_pack: bag,
  bag_keys: ([value = null]) => (isBag(value) ? Object.keys(value) : null),
  bag_has_key: ([value = null, key]) => isBag(value) && Object.hasOwn(value, String(key)),
  bag_merge: (values) => Object.assign({}, ...values.filter(isBag).reverse()),
  strcat_array: ([value, delimiter]) =>
    (list(value) ?? []).map((member) => textOf(member, "dynamic")).join(String(delimiter)),
};

/** Returns a member of a bag or an array. Negative array positions count from the end. */
export function member(value: Value, selector: Value): Value {
  if (isArray(value) && typeof selector === "number") return value.at(selector) ?? null;
  if (isBag(value) && typeof selector === "string")
    return Object.hasOwn(value, selector) ? (value[selector] ?? null) : null;
  return null;
}
