import { z } from "zod";
import { combinationMistakes } from "./combinations";
import { keyOf, type Mistake, nearest, removeCommand, secretCommand, setCommand } from "./messages";
import { type Settings, settingsKeys, settingsSchema } from "./schema";

/** What a stack's configuration holds before anything is known to be right. */
export interface RawConfig {
  readonly project: string;
  /** Every key with its namespace, as `pulumi.runtime.allConfig()` gives them; objects and lists as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are secret or hold a secret. */
  readonly secretKeys: readonly string[];
  /** Subscription of the environment, for stacks that do not name one. */
  readonly subscriptionId?: string;
}

/** Either settings that are right as a whole, or everything that is wrong. */
export type Validated = { readonly settings: Settings } | { readonly mistakes: readonly Mistake[] };

/** Checks a stack's whole configuration. Pure: the same configuration gives the same answer. */
export function validate(raw: RawConfig): Validated {
  const own = ownKeys(raw);
  const location = readLocation(raw);
  const valid: Partial<Settings> = { subscriptionId: raw.values["azure-native:subscriptionId"] ?? raw.subscriptionId };
  const mistakes: Mistake[] = [...unknownKeys(own), ...misplacedSecrets(own), ...("key" in location ? [location] : [])];
  for (const [key, schema] of Object.entries(settingsSchema)) {
    // A key that wrongly holds a secret is not looked into: messages quote values.
    if (key !== "secrets" && own.get(key)?.isSecret) continue;
    const value = parseValue(own.get(key)?.text);
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      if (key !== "secrets") Object.assign(valid, { [key]: parsed.data });
    } else {
      mistakes.push(...parsed.error.issues.flatMap((issue) => describeIssue(key, schema, value, issue)));
    }
  }
  mistakes.push(...combinationMistakes(valid));
  if (mistakes.length > 0 || "key" in location || !isComplete(valid)) return { mistakes };
  return { settings: { ...valid, location: location.name } };
}

const isComplete = (settings: Partial<Settings>): settings is Settings =>
  settingsKeys.every((key) => key === "secrets" || key in settings);

interface OwnKey {
  readonly text: string;
  readonly isSecret: boolean;
}

function ownKeys({ project, values, secretKeys }: RawConfig): Map<string, OwnKey> {
  const prefix = `${project}:`;
  return new Map(
    Object.entries(values)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), { text, isSecret: secretKeys.includes(key) }]),
  );
}

/** Objects and lists arrive as JSON, plain text as it is; an empty text or object is the empty default of Pulumi.yaml. */
function parseValue(text: string | undefined): unknown {
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unknownKeys(own: Map<string, OwnKey>): Mistake[] {
  return [...own].flatMap(([key, { text, isSecret }]) => {
    if (settingsKeys.includes(key)) return [];
    const [head = ""] = key.split(/[.[]/);
    const value = isSecret ? "VALUE" : text;
    if (head !== key && settingsKeys.includes(head)) {
      const mend = [`pulumi config rm '${key}'`, head === "secrets" ? secretCommand(key) : setCommand(key, value)];
      return [{ key, problem: "was set without --path, so it is one key with a dot in its name", mend }];
    }
    return [unknownKey([], key, settingsKeys)];
  });
}

function unknownKey(path: readonly PropertyKey[], name: string, known: readonly string[]): Mistake {
  const meant = nearest(name, known);
  const hint = meant === undefined ? `known here: ${known.join(", ")}` : `did you mean ${meant}?`;
  return {
    key: keyOf([...path, name]),
    problem: `is not a setting; ${hint}`,
    mend: [removeCommand(keyOf([...path, name]))],
  };
}

/** A secret inside another key would stand in clear in the state; one that is not encrypted stands in clear in the file. */
function misplacedSecrets(own: Map<string, OwnKey>): Mistake[] {
  return [...own].flatMap(([key, { text, isSecret }]) => {
    if (key !== "secrets" && settingsKeys.includes(key) && isSecret) {
      const problem =
        "holds a secret, which would stand in clear in the state; take it out of the stack's file: secrets live under the key secrets only";
      return [{ key, problem, mend: [secretCommand("secrets.clusterTokens.NAME")] }];
    }
    if (key === "secrets" && !isSecret && text !== "{}") {
      const problem = "is not encrypted: its values stand in clear in the stack's file";
      return [{ key, problem, mend: [removeCommand(key), secretCommand("secrets.clusterTokens.NAME")] }];
    }
    return [];
  });
}

function readLocation({ values }: RawConfig): Mistake | { readonly name: string } {
  const given = values["azure-native:location"];
  const key = "azure-native:location";
  const mend = ["pulumi config set azure-native:location westeurope"];
  if (given === undefined || given === "")
    return { key, problem: "is missing: the region of everything that is made", mend };
  const name = given.toLowerCase().replaceAll(" ", "");
  return /^[a-z]+[0-9]?$/.test(name) ? { name } : { key, problem: `'${given}' is no name of a region`, mend };
}

/** One zod issue in words. */
function describeIssue(key: string, schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): Mistake[] {
  const path = [key, ...issue.path];
  const at = keyOf(path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => unknownKey(path, name, knownAt(schema, issue.path)));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map((inner) => ({ key: at, problem: inner.message, mend: [removeCommand(at)] }));
  }
  const found = issue.path.reduce<unknown>((parent, part) => (isRecord(parent) ? parent[part] : undefined), value);
  return [{ key: at, problem: problemOf(issue, schema, found), mend: mendOf(at, schema, issue) }];
}

function problemOf(issue: z.core.$ZodIssue, schema: z.ZodType, found: unknown): string {
  if (issue.code === "custom") return issue.message;
  if (found === undefined) return "is missing";
  if (issue.code === "invalid_value") return `'${String(found)}' is none of ${issue.values.join(", ")}`;
  const expected = issue.code === "invalid_type" ? issue.expected : schemaType(schema, issue.path);
  return `must be ${TYPES[expected] ?? expected}, but is ${typeName(found)}`;
}

const TYPES: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  union: "text, a number, true or false",
};

const typeName = (value: unknown): string =>
  value === null ? "null" : (TYPES[Array.isArray(value) ? "array" : typeof value] ?? typeof value);

function mendOf(key: string, schema: z.ZodType, issue: z.core.$ZodIssue): string[] {
  if (key.startsWith("secrets.")) return [secretCommand(key)];
  if (key === "clusters") {
    return [setCommand("clusters[0].name", "prodnas"), setCommand("clusters[0].clientCidrs[0]", "10.1.2.0/24")];
  }
  const example = (issue.code === "custom" ? issue.params?.example : undefined) ?? exampleAt(schema, issue.path);
  if (isScalar(example)) return [setCommand(key, example)];
  const ofElement = exampleAt(schema, [...issue.path, 0]);
  return [isScalar(ofElement) ? setCommand(`${key}[0]`, ofElement) : removeCommand(key)];
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === "object" && value !== null;

/** The schema below a path, through defaults, optionals, lists and records. */
function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  const bare = unwrap(schema);
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  if (bare instanceof z.ZodArray) return schemaAt(bare.element, rest);
  if (bare instanceof z.ZodRecord) return schemaAt(bare.valueType, rest);
  const next = bare instanceof z.ZodObject ? bare.shape[String(head)] : undefined;
  return next === undefined ? undefined : schemaAt(next, rest);
}

/** What a default, an optional or a transformation wraps, or nothing where a schema wraps none. */
function wrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return schema.def.innerType;
  }
  return schema instanceof z.ZodPipe ? schema.def.in : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = wrapped(schema);
  return inner === undefined ? schema : unwrap(inner);
}

const schemaType = (schema: z.ZodType, path: readonly PropertyKey[]): string => {
  const found = schemaAt(schema, path);
  return found === undefined ? "something else" : unwrap(found)._zod.def.type;
};

const knownAt = (schema: z.ZodType, path: readonly PropertyKey[]): string[] => {
  const found = schemaAt(schema, path);
  const bare = found === undefined ? undefined : unwrap(found);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
};

/** The example that the schema carries for a path, on itself or on what it wraps. */
function exampleAt(schema: z.ZodType, path: readonly PropertyKey[]): unknown {
  for (let found = schemaAt(schema, path); found !== undefined; found = wrapped(found)) {
    const example = found instanceof z.ZodType ? found.meta()?.example : undefined;
    if (example !== undefined) return example;
  }
  return undefined;
}
