import { isRecord } from "../../../components/isRecord";
import type { Azure, Change, Existing, Operation, Refusal } from "./azureType";

const WRITES: readonly Operation[] = ["create", "update"];

/** All values at a path. `[]` stands for each member of a list. Example: `valuesAt(inputs, "ipConfigurations[].subnet.id")`. */
export function valuesAt(inputs: unknown, path: string): unknown[] {
  let values: unknown[] = [inputs];
  for (const step of path.split(".")) {
    const key = step.replace("[]", "");
    values = values.flatMap((value) => (isRecord(value) && value[key] !== undefined ? [value[key]] : []));
    if (step.endsWith("[]")) values = values.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  return values;
}

/** The strings at a path. */
export const textsAt = (inputs: unknown, path: string): string[] =>
  valuesAt(inputs, path).filter((value) => typeof value === "string");

/** Refuses to create or update a resource with a value at the path that does not pass. */
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

/** Refuses to create or update a resource with an id at the path that does not exist. */
export const refersTo = (path: string, code: string, source: string): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }, azure) => {
    const missing = textsAt(inputs, path).find((id) => id.startsWith("/subscriptions/") && !azure.exists(id));
    return missing === undefined ? undefined : `${path} refers to ${missing}, which was not found`;
  },
});

/** Refuses to delete a resource while another one uses it. */
export const inUse = (code: string, source: string, isUser: (other: Existing, id: string) => boolean): Refusal => ({
  code,
  source,
  on: ["delete"],
  when: ({ id }, azure) => {
    const user = azure.all.find((other) => isUser(other, id));
    return user === undefined ? undefined : `${id} is in use by ${user.id}`;
  },
});

/** Refuses to change a property of an existing resource, always or in the states for which `applies` is true. */
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

/** Refuses to create or update a resource without an input. */
export const required = (path: string, code: string, source: string, message: string): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }) => (valuesAt(inputs, path).length === 0 ? message : undefined),
});

/** Whether a string at the path is the id. */
export const mentions = (other: Existing, path: string, id: string): boolean =>
  textsAt(other.inputs, path).some((text) => text.toLowerCase() === id.toLowerCase());

/** Any other refusal. Default: of create and update. */
export const check = (
  code: string,
  source: string,
  when: (change: Change, azure: Azure) => string | undefined,
  on: readonly Operation[] = WRITES,
): Refusal => ({ code, source, on, when });

/** The id of the parent resource. Example: the machine of an extension. */
export const parentOf = (id: string): string => id.split("/").slice(0, -2).join("/");
