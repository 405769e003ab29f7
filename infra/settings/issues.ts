import { z } from "zod";
import {
  askCommand,
  keyOf,
  type Mend,
  type Mistake,
  MOST_MISTAKES,
  nearest,
  removeCommand,
  secretCommand,
  setCommand,
  shown,
} from "./messages";
import { hintAt, schemaAt, unwrap } from "./schemaPaths";
import { TAKE_SSH_KEY } from "./sshKey";

/** One zod issue in words, with the commands that end it. */
export function describeIssue(key: string, schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): Mistake[] {
  const path = [key, ...issue.path];
  const at = keyOf(path);
  if (issue.code === "unrecognized_keys") {
    const known = knownAt(schema, issue.path);
    // What a key may have meant is sought for as many as a message shows.
    return issue.keys.map((name, index) => unknownKey(path, name, known, index < MOST_MISTAKES));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map((inner) => ({ key: at, problem: inner.message, mend: removeCommand(at) }));
  }
  const found = issue.path.reduce<unknown>((parent, part) => (isRecord(parent) ? parent[part] : undefined), value);
  return [{ key: at, problem: problemOf(issue, schema, found), mend: mendOf(at, schema, issue, found) }];
}

/** A key that is no setting. */
export function unknownKey(
  path: readonly PropertyKey[],
  name: string,
  known: readonly string[],
  isShown = true,
): Mistake {
  const meant = isShown ? nearest(name, known) : undefined;
  const hint = meant === undefined ? `known here: ${known.join(", ")}` : `did you mean ${meant}?`;
  const key = keyOf([...path, name]);
  return { key, problem: `is not a setting; ${hint}`, mend: removeCommand(key) };
}

function problemOf(issue: z.core.$ZodIssue, schema: z.ZodType, found: unknown): string {
  if (issue.code === "custom") return issue.message;
  if (found === undefined) return "is missing";
  if (issue.code === "invalid_value" && !isRecord(found)) {
    return `'${shown(found)}' is none of ${issue.values.join(", ")}`;
  }
  const expected = issue.code === "invalid_type" ? issue.expected : typeAt(schema, issue.path);
  return `must be ${TYPES[expected] ?? expected}, but is ${typeName(found)}`;
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

const typeName = (value: unknown): string =>
  value === null ? "null" : (TYPES[Array.isArray(value) ? "array" : typeof value] ?? typeof value);

const typeAt = (schema: z.ZodType, path: readonly PropertyKey[]): string => {
  const found = schemaAt(schema, path);
  return found === undefined ? "something else" : unwrap(found)._zod.def.type;
};

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === "object" && value !== null;
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** What a first cluster needs. */
const FIRST_CLUSTER: readonly Mend[] = [
  ...askCommand("clusters[0].name", "prodnas"),
  ...askCommand("clusters[0].clientCidrs[0]", "10.1.2.0/24"),
];

function mendOf(key: string, schema: z.ZodType, issue: z.core.$ZodIssue, found: unknown): readonly Mend[] {
  const type = typeAt(schema, issue.path);
  if (key === "forwarder.sshPublicKey") return [TAKE_SSH_KEY];
  if (key.startsWith("secrets.") && type === "string") return secretCommand(key);
  const { remove, value, example } = issue.code === "custom" ? (issue.params ?? {}) : {};
  if (remove === true) return removeCommand(key);
  if (key === "clusters") return [...(found === undefined ? [] : removeCommand(key)), ...FIRST_CLUSTER];
  if (type === "array") return mendOfList(key, schema, issue.path, found);
  if (type === "object" || type === "record") return removeCommand(key);
  const right = value ?? (example === undefined ? hintAt(schema, issue.path, "value") : undefined);
  if (isScalar(right)) return setCommand(key, right);
  return askCommand(key, String(example ?? hintAt(schema, issue.path, "example")));
}

/** A list that is missing, empty or no list. A single value in its place becomes its first member. */
function mendOfList(key: string, schema: z.ZodType, path: readonly PropertyKey[], found: unknown): readonly Mend[] {
  const gone = found === undefined || Array.isArray(found) ? [] : removeCommand(key);
  const member = schemaAt(schema, [...path, 0]);
  if (isScalar(found) && found !== "" && member !== undefined && z.safeParse(member, found).success) {
    return [...gone, ...setCommand(`${key}[0]`, found)];
  }
  const example = hintAt(schema, [...path, 0], "example");
  return gone.length > 0 || !isScalar(example) ? gone : askCommand(`${key}[0]`, String(example));
}

const knownAt = (schema: z.ZodType, path: readonly PropertyKey[]): string[] => {
  const found = schemaAt(schema, path);
  const bare = found === undefined ? undefined : unwrap(found);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
};
