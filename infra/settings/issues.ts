import { z } from "zod";
import { isRecord } from "../../components/isRecord";
import { askFor } from "./askFor";
import {
  askCommand,
  askSecretCommand,
  type ConfigError,
  type Fix,
  isScalar,
  keyOf,
  type Path,
  removeCommand,
  setCommand,
  shown,
} from "./messages";
import type { Near } from "./nearest";
import { hintAt, schemaAt, unwrap } from "./schemaPaths";
import { SECRETS } from "./secretsSchema";
import { TAKE_SSH_KEY } from "./sshKey";
import { typed } from "./storedValues";

type Schema = z.core.$ZodType;

/**
 * Returns the errors for one zod issue, with the commands that fix them; none for unknown keys, which `unknownKeys` reports.
 */
export function describeIssue(key: string, schema: Schema, value: unknown, issue: z.core.$ZodIssue): ConfigError[] {
  const at = keyOf([key, ...issue.path]);
  if (issue.code === "unrecognized_keys") return [];
  if (issue.code === "invalid_key") {
    return issue.issues.map((inner) => ({ key: at, problem: inner.message, fixes: removeCommand(at) }));
  }
  const found = valueAt(value, issue.path);
  if (key === SECRETS) return [secretIssue(at, schema, issue)];
  const problem = problemOf(issue, schema, found);
  if (isLoneMember(schema, issue.path, found)) {
    const instruction = `put "- " before the first line below ${at}, and two spaces before its other lines,`;
    return [
      { key: at, problem, fixes: [], edit: { instruction, change: { path: [key, ...issue.path], inList: true } } },
    ];
  }
  const [fixes = [], ...otherwise] = fixesOf(at, schema, issue, found);
  return [{ key: at, problem, fixes, otherwise }];
}

/** Returns the error for a wrong secret. The error contains no part of the secret. */
function secretIssue(key: string, schema: Schema, issue: z.core.$ZodIssue): ConfigError {
  const type = typeAt(schema, issue.path);
  if (issue.code !== "custom") {
    const fixes = type === "string" ? askSecretCommand(key, exampleAt(schema, issue.path)) : removeCommand(key);
    return { key, problem: `must be ${TYPES[type] ?? type}`, fixes };
  }
  return { key, problem: issue.message, fixes: askSecretCommand(key, exampleAt(schema, issue.path)) };
}

const exampleAt = (schema: Schema, path: Path): string => String(hintAt(schema, path, "example"));

/**
 * Whether the user wrote a single object where a list of objects belongs. The fix is to put the object into a list.
 */
const isLoneMember = (schema: Schema, path: Path, found: unknown): boolean =>
  isRecord(found) &&
  !Array.isArray(found) &&
  Object.keys(found).length > 0 &&
  typeAt(schema, path) === "array" &&
  typeAt(schema, [...path, 0]) === "object";

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (parent, part) => (isRecord(parent) && Object.hasOwn(parent, part) ? parent[part] : undefined),
    value,
  );

function problemOf(issue: z.core.$ZodIssue, schema: Schema, found: unknown): string {
  if (issue.code === "custom") return issue.message;
  if (found === undefined) return "is missing";
  if (issue.code === "invalid_value" && !isRecord(found)) {
    return `'${shown(found)}' is none of ${issue.values.join(", ")}`;
  }
  const expected = issue.code === "invalid_type" ? issue.expected : typeAt(schema, issue.path);
  return `must be ${TYPES[expected] ?? expected}, but is ${described(found)}`;
}

const TYPES: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  enum: "text",
};

/** Returns a value as a message describes it. Examples: `text 'two'`, `true`, `a list`. */
function described(value: unknown): string {
  if (typeof value === "string") return `text '${shown(value)}'`;
  if (typeof value === "number") return `the number ${value}`;
  return isRecord(value) ? (Array.isArray(value) ? "a list" : "an object") : String(value);
}

const typeAt = (schema: Schema, path: Path): string => {
  const found = schemaAt(schema, path);
  return found === undefined ? "something else" : unwrap(found)._zod.def.type;
};

/** Returns the commands that ask for the required settings of the first cluster. */
const askForCluster = (): readonly Fix[] => [
  ...askFor("clusters", 0, "name"),
  ...askFor("clusters", 0, "kind"),
  ...askFor("clusters", 0, "nodeCidrs", 0),
];

/** Returns alternative ways to fix an error, the likeliest first. */
function fixesOf(key: string, schema: Schema, issue: z.core.$ZodIssue, found: unknown): (readonly Fix[])[] {
  const type = typeAt(schema, issue.path);
  if (key === "forwarder.sshPublicKey") return [[TAKE_SSH_KEY]];
  const { remove, value } = issue.code === "custom" ? (issue.params ?? {}) : {};
  if (remove === true) return [removeCommand(key)];
  if (key === "clusters") {
    const isInTheWay = found !== undefined && !Array.isArray(found);
    return [[...(isInTheWay ? removeCommand(key) : []), ...askForCluster()]];
  }
  if (type === "array") return [fixOfList(key, schema, issue.path, found)];
  if (type === "object" || type === "record") return [removeCommand(key)];
  if (isScalar(value)) return [setCommand(key, value)];
  return fixesOfValue(key, schema, issue.path, found);
}

/**
 * Returns alternative ways to fix a value. They come from the first of these steps that finds any:
 * 1. commands that set the legal values that the wrong value may mean;
 * 2. a command that asks for the choice, if the user must choose;
 * 3. commands that set the default or another value that is always legal;
 * 4. a command that asks for the value.
 */
export function fixesOfValue(key: string, schema: Schema, path: Path, found: unknown): (readonly Fix[])[] {
  const legal = (values: readonly unknown[]): (readonly Fix[])[] =>
    [...new Set(values.filter(isScalar))]
      .filter((value) => isLegal(schema, path, value))
      .map((value) => setCommand(key, value));
  const near = legal(found === undefined ? [] : (nearAt(schema, path)?.(found) ?? []));
  if (near.length > 0) return near;
  const choices = hintAt(schema, path, "choices");
  if (Array.isArray(choices)) return [askCommand(key, String(choices[0]), choices.map(String))];
  const others = hintAt(schema, path, "others");
  const always = legal([hintAt(schema, path, "default"), ...(Array.isArray(others) ? others : [])]);
  if (always.length > 0) return always;
  return [askCommand(key, exampleAt(schema, path))];
}

const nearAt = (schema: Schema, path: Path): Near | undefined => {
  const near = hintAt(schema, path, "near");
  return typeof near === "function" ? (found) => near(found) : undefined;
};

/**
 * Whether a value is legal for the setting at a path. The value may have the type that the CLI stores, for example "3"
 * for a number.
 */
export function isLegal(schema: Schema, path: Path, value: unknown): boolean {
  const found = schemaAt(schema, path);
  return found !== undefined && z.safeParse(found, typed(found, value).value).success;
}

/**
 * Returns the fixes for a list that is missing or empty, and for a value of another type where a list belongs. If that
 * value is legal as a member, the fixes make it the list's first member.
 */
function fixOfList(key: string, schema: Schema, path: Path, found: unknown): readonly Fix[] {
  const gone = found === undefined || Array.isArray(found) ? [] : removeCommand(key);
  if (isScalar(found) && found !== "" && isLegal(schema, [...path, 0], found)) {
    return [...gone, ...setCommand(`${key}[0]`, found)];
  }
  const example = hintAt(schema, [...path, 0], "example");
  const isOptional = isLegal(schema, path, undefined);
  return (gone.length > 0 && isOptional) || !isScalar(example)
    ? gone
    : [...gone, ...askCommand(`${key}[0]`, String(example))];
}
