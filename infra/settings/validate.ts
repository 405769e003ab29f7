import { z } from "zod";
import { isGuid } from "../../components/resourceId";
import { combinationMistakes } from "./combinations";
import { describeIssue, unknownKey } from "./issues";
import { limitMistakes } from "./limits";
import {
  askCommand,
  inOrder,
  keyOf,
  type Mend,
  type Mistake,
  removeCommand,
  removeWholeCommand,
  secretCommand,
  setCommand,
  shown,
} from "./messages";
import { type Settings, settingsKeys, settingsSchema } from "./schema";
import { unwrap } from "./schemaPaths";
import { type TooMany, typed } from "./storedValues";

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
  const subscriptionId = raw.values["azure-native:subscriptionId"] ?? raw.subscriptionId;
  const valid: Partial<Settings> = { subscriptionId };
  const mistakes: Mistake[] = [
    ...unknownKeys(own),
    ...misplacedSecrets(own),
    ...("key" in location ? [location] : []),
    ...subscriptionMistakes(subscriptionId),
  ];
  for (const [key, schema] of Object.entries(settingsSchema)) {
    // A key that wrongly holds a secret is not looked into: messages quote values.
    if (key !== "secrets" && own.get(key)?.isSecret) continue;
    const { value, tooMany } = typed(schema, parseValue(schema, own.get(key)?.text));
    mistakes.push(...tooMany.map((list) => describeTooMany(key, list)));
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      if (key !== "secrets") Object.assign(valid, { [key]: parsed.data });
    } else {
      mistakes.push(...parsed.error.issues.flatMap((issue) => describeIssue(key, schema, value, issue)));
    }
  }
  mistakes.push(...combinationMistakes(valid));
  if (mistakes.length > 0 || "key" in location || !isComplete(valid)) return { mistakes: inOrder(mistakes) };
  const settings = { ...valid, location: location.name };
  const tooMuch = limitMistakes(settings);
  return tooMuch.length > 0 ? { mistakes: tooMuch } : { settings };
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
function parseValue(schema: z.ZodType, text: string | undefined): unknown {
  if (text === undefined || text === "") return undefined;
  if (unwrap(schema) instanceof z.ZodString) return text;
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
    if (head !== key && settingsKeys.includes(head)) {
      const again = isSecret ? askCommand(key, "the value that it has now") : setCommand(key, text);
      const mend = [...removeWholeCommand(key), ...(head === "secrets" ? secretCommand(key) : again)];
      return [{ key, problem: "was set without --path, so it is one key with a dot in its name", mend }];
    }
    return [unknownKey([], key, settingsKeys)];
  });
}

function describeTooMany(key: string, { path, count, most }: TooMany): Mistake {
  const at = keyOf([key, ...path]);
  return { key: at, problem: `has ${count} entries; at most ${most} are taken`, mend: [] };
}

/** A secret inside another key would stand in clear in the state; one that is not encrypted stands in clear in the file. */
function misplacedSecrets(own: Map<string, OwnKey>): Mistake[] {
  return [...own].flatMap(([key, { text, isSecret }]) => {
    if (key !== "secrets" && settingsKeys.includes(key) && isSecret) {
      const problem =
        "holds a secret, which would stand in clear in the state: take it out of the stack's file, and put it under the key secrets, the only one for secrets";
      return [{ key, problem, mend: [] }];
    }
    if (key === "secrets" && !isSecret && text !== "{}") {
      const problem = "is not encrypted: its values stand in clear in the stack's file; set each of them again";
      return [{ key, problem, mend: [...removeCommand(key), ...secretsAgain(text)] }];
    }
    return [];
  });
}

/** The commands that ask for every secret of a text that is not encrypted. */
function secretsAgain(text: string): readonly Mend[] {
  const leaves = (value: unknown, path: readonly PropertyKey[]): string[] => {
    if (Array.isArray(value))
      return value.slice(0, MOST_SECRETS).flatMap((part, index) => leaves(part, [...path, index]));
    if (typeof value !== "object" || value === null) return path.length > 1 ? [keyOf(path)] : [];
    return path.length > 2
      ? []
      : Object.entries(value)
          .slice(0, MOST_SECRETS)
          .flatMap(([name, part]) => leaves(part, [...path, name]));
  };
  return leaves(parseValue(settingsSchema.secrets, text), ["secrets"]).slice(0, MOST_SECRETS).flatMap(secretCommand);
}
const MOST_SECRETS = 20;

function subscriptionMistakes(id: string | undefined): Mistake[] {
  if (id === undefined || isGuid(id)) return [];
  const key = "azure-native:subscriptionId";
  const problem = `'${shown(id)}' is not the id of a subscription (a GUID)`;
  return [{ key, problem, mend: askCommand(key, "00000000-0000-0000-0000-000000000000") }];
}

function readLocation({ values }: RawConfig): Mistake | { readonly name: string } {
  const given = values["azure-native:location"];
  const key = "azure-native:location";
  const mend = askCommand(key, "westeurope");
  if (given === undefined || given === "")
    return { key, problem: "is missing: the region of everything that is made", mend };
  const name = given.toLowerCase().replaceAll(" ", "");
  return /^[a-z][a-z0-9]{1,39}$/.test(name)
    ? { name }
    : { key, problem: `'${shown(given)}' is no name of a region`, mend };
}
