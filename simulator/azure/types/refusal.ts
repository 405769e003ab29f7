import { isRecord } from "../../../components/isRecord";
import type { Azure, Change, Existing, Operation, Refusal } from "./azureType";

const WRITES: readonly Operation[] = ["create", "update"];

/** Returns all values at a path. `[]` stands for all members of a list. Example: `ipConfigurations[].subnet.id`. */
export function valuesAt(inputs: unknown, path: string): unknown[] {
  let values: unknown[] = [inputs];
  for (const step of path.split(".")) {
    const key = step.replace("[]", "");
    values = values.flatMap((value) => (isRecord(value) && value[key] !== undefined ? [value[key]] : []));
    if (step.endsWith("[]")) values = values.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  return values;
}

/** Returns the strings at a path. */
export const textsAt = (inputs: unknown, path: string): string[] =>
  valuesAt(inputs, path).filter((value) => typeof value === "string");

/** Refuses to create or update a resource if `passes` returns false for a value at the path. */
export const value = (
  path: string,
  code: string,
  source: string,
  passes: (value: unknown, inputs: Change["inputs"]) => boolean,
  rule: string,
): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }) => {
    const bad = valuesAt(inputs, path).find((one) => !passes(one, inputs));
    return bad === undefined ? undefined : `${path} is ${JSON.stringify(bad)}: ${rule}`;
  },
});

/** Refuses to create or update a resource if a value at the path is the id of a resource that does not exist. */
export const refersTo = (path: string, code: string, source: string): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }, azure) => {
    const missing = textsAt(inputs, path).find((id) => id.startsWith("/subscriptions/") && !azure.exists(id));
    return missing === undefined ? undefined : `${path} refers to ${missing}, which was not found`;
  },
});

/** Refuses to delete a resource that another resource uses. */
export const inUse = (code: string, source: string, isUser: (other: Existing, id: string) => boolean): Refusal => ({
  code,
  source,
  on: ["delete"],
  when: ({ id }, azure) => {
    const user = azure.all.find((other) => isUser(other, id));
    return user === undefined ? undefined : `${id} is in use by ${user.id}`;
  },
});

/**
 * Refuses to change the property at the path. If `applies` is given, refuses only the changes for which `applies`
 * returns true.
 */
export const immutable = (
  path: string,
  source: string,
  applies: (change: Change, azure: Azure) => boolean = () => true,
): Refusal => ({
  code: "PropertyChangeNotAllowed",
  source,
  on: ["update"],
  when: (change, azure) =>
    JSON.stringify(valuesAt(change.inputs, path)) === JSON.stringify(valuesAt(change.before, path)) ||
    !applies(change, azure)
      ? undefined
      : `Changing property '${path}' is not allowed.`,
});

/** Refuses to create or update a resource that has no value at the path. */
export const required = (path: string, code: string, source: string, message: string): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }) => (valuesAt(inputs, path).length === 0 ? message : undefined),
});

/** Whether a string at the path equals the id, regardless of case. */
export const mentions = (other: Existing, path: string, id: string): boolean =>
  textsAt(other.inputs, path).some((text) => text.toLowerCase() === id.toLowerCase());

/** Makes a refusal of any other kind. By default, the refusal applies to creates and updates. */
export const check = (
  code: string,
  source: string,
  when: (change: Change, azure: Azure) => string | undefined,
  on: readonly Operation[] = WRITES,
): Refusal => ({ code, source, on, when });

/** Returns the id of a resource's parent. Example: an extension's machine. */
export const parentOf = (id: string): string => id.split("/").slice(0, -2).join("/");
