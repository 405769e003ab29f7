import { isRecord } from "../../../components/isRecord";
import type { Azure, Change, Existing, Operation, Refusal } from "./azureType";

const WRITES: readonly Operation[] = ["create", "update"];
/** All values at a path; `[]` walks a list. Example: `valuesAt(inputs, "ipConfigurations[].subnet.id")`. */
export function valuesAt(inputs: unknown, path: string): unknown[] {
  let values: unknown[] = [inputs];
  for (const step of path.split(".")) {
    const key = step.replace("[]", "");
    values = values.flatMap((value) => (isRecord(value) && value[key] !== undefined ? [value[key]] : []));
    if (step.endsWith("[]")) values = values.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  return values;
}

/** The texts at a path. */
export const textsAt = (inputs: unknown, path: string): string[] =>
  valuesAt(inputs, path).filter((value) => typeof value === "string");

/** Refused on create and update where a value at the path does not pass. */
export const value = (
  path: string,
  code: string,
  source: string,
  passes: (value: unknown, inputs: Change["inputs"]) => boolean,
  says: string,
): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }) => {
    const bad = valuesAt(inputs, path).find((one) => !passes(one, inputs));
    return bad === undefined ? undefined : `${path} is ${JSON.stringify(bad)}: ${says}`;
  },
});

/** Refused where an id at the path leads to nothing. */
export const refersTo = (path: string, code: string, source: string): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }, azure) => {
    const missing = textsAt(inputs, path).find((id) => id.startsWith("/subscriptions/") && !azure.exists(id));
    return missing === undefined ? undefined : `${path} refers to ${missing}, which was not found`;
  },
});

/** Refused to delete while another resource refers to it. */
export const inUse = (code: string, source: string, isUser: (other: Existing, id: string) => boolean): Refusal => ({
  code,
  source,
  on: ["delete"],
  when: ({ id }, azure) => {
    const user = azure.all.find((other) => isUser(other, id));
    return user === undefined ? undefined : `${id} is in use by ${user.id}`;
  },
});

/** Refused to change in place, always or in some states. */
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

/** The input that a resource must have. */
export const required = (path: string, code: string, source: string, says: string): Refusal => ({
  code,
  source,
  on: WRITES,
  when: ({ inputs }) => (valuesAt(inputs, path).length === 0 ? says : undefined),
});

/** Whether some text at the path is the id. */
export const mentions = (other: Existing, path: string, id: string): boolean =>
  textsAt(other.inputs, path).some((text) => text.toLowerCase() === id.toLowerCase());

/** Any other check on create and update. */
export const check = (
  code: string,
  source: string,
  when: (change: Change, azure: Azure) => string | undefined,
  on: readonly Operation[] = WRITES,
): Refusal => ({ code, source, on, when });

/** Id of the resource that this one is a part of. Example: the machine of an extension. */
export const parentOf = (id: string): string => id.split("/").slice(0, -2).join("/");
