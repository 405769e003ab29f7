import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { isRecord } from "../../components/isRecord";
import { shellWord } from "../../components/shellWord";
import { shown } from "../../infra/settings/messages";
import { nearest } from "../../infra/settings/nearest";
import { settingsKeys } from "../../infra/settings/schema";
import { ENCRYPTED } from "../../infra/settings/secretsSchema";

/** A stack's configuration, as the engine passes it to the program. */
export interface StackConfig {
  readonly project: string;
  readonly stack: string;
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

const projectFile = z.object({
  name: z.string(),
  config: z.record(z.string(), z.object({ default: z.unknown() })).default({}),
});
const stackFile = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() });

/** Matches valid stack names. Source: tokens.ParseStackName in github.com/pulumi/pulumi, sdk/go/common/tokens/names.go. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** The deepest nesting that is accepted, in levels. Settings need 6. */
const DEEPEST = 64;

const isDeeper = (value: unknown, than: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (than === 0 || Object.values(value).some((part) => isDeeper(part, than - 1)));

/** Reads a YAML file. Throws a one-sentence error if the file is not YAML, is nested too deep, or does not match the schema. */
function readYaml<Held>(path: string, schema: z.ZodType<Held>, holds: string): Held {
  const tooDeep = `${path} is nested deeper than the ${DEEPEST} levels that are allowed.`;
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8")) ?? {};
  } catch (error) {
    const reason = String(error instanceof Error ? error.message.split("\n")[0] : error);
    // For a file that is nested ten thousand levels deep, the parser fails with "Maximum call stack size exceeded".
    throw new Error(
      reason.includes("call stack") ? tooDeep : `${path} is not valid YAML: ${reason.replace(/:$/, ".")}`,
    );
  }
  if (isDeeper(value, DEEPEST)) throw new Error(tooDeep);
  const { data, success } = schema.safeParse(value);
  if (!success) throw new Error(`${path} does not contain ${holds}: see Pulumi.dev.yaml for an example.`);
  return data;
}

/**
 * Reads the stack's file, and applies the defaults in Pulumi.yaml as the CLI does. Encrypted values are not decrypted: each
 * becomes the text `(encrypted)`. If the stack does not exist, throws an error that names the existing stacks.
 */
export function readStackConfig(folder: string, stack: string): StackConfig {
  const project = readYaml(join(folder, "Pulumi.yaml"), projectFile, "a name and settings below config");
  if (!STACK_NAME.test(stack))
    throw new Error(
      `'${shown(stack)}' is not a valid stack name: Pulumi allows 1 to 100 letters, digits, underscores, hyphens and periods.`,
    );
  const path = join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    const stacks = stacksOf(folder);
    const near = nearest(stack, stacks);
    throw new Error(
      `There is no stack '${stack}': ${path} does not exist.${near === undefined ? "" : ` Did you mean ${near}?`} The stacks here are ${stacks.join(", ")}.\nTo create it:\n  pulumi stack init ${shellWord(stack)}\nFor a rehearsal without the Pulumi CLI:\n  cp Pulumi.dev.yaml ${shellWord(`Pulumi.${stack}.yaml`)}`,
    );
  }
  const { config, ...others } = readYaml(path, stackFile, "settings below config");
  refuseUnknownKeys(path, project.name, Object.keys(others));
  const defaults = Object.entries(project.config).map(
    ([key, { default: value }]) => [qualify(key, project.name), value] as const,
  );
  const given = Object.entries(config ?? {}).map(([key, value]) => [qualify(key, project.name), value] as const);
  const all = new Map([...defaults, ...given]);
  return {
    project: project.name,
    stack,
    values: Object.fromEntries([...all].map(([key, value]) => [key, asText(withoutSecrets(value))])),
    secretKeys: [...all].filter(([, value]) => holdsSecret(value)).map(([key]) => key),
  };
}

/** Top-level keys of a stack's file that Pulumi reads. Source: pulumi.com/docs/iac/concepts/projects/stack-settings-file. */
const STACK_FILE_KEYS = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"];

/** Throws if the stack's file has top-level keys that Pulumi does not read. The CLI ignores them without a message. */
function refuseUnknownKeys(path: string, project: string, keys: readonly string[]): void {
  const unknown = keys.filter((key) => !STACK_FILE_KEYS.includes(key));
  if (unknown.length === 0) return;
  const lines = unknown.map((key) => {
    const name = key.slice(key.indexOf(":") + 1);
    const isSetting = settingsKeys.includes(name);
    const near = nearest(key, STACK_FILE_KEYS);
    const problem = isSetting
      ? `is a setting: write it below config, as ${project}:${name}`
      : `is not a key that Pulumi reads${near === undefined ? `: ${STACK_FILE_KEYS.join(", ")} are` : `; did you mean ${near}?`}`;
    return `  - ${shown(key)}: ${problem}`;
  });
  throw new Error(`${path} has top-level keys that Pulumi ignores:\n${lines.join("\n")}`);
}

/** Returns the names of the stacks that have a file in the folder. Example: `["dev", "prod"]`. */
const stacksOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);

const qualify = (key: string, project: string): string => (key.includes(":") ? key : `${project}:${key}`);
const asText = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

const isSecret = (value: unknown): boolean => isRecord(value) && Object.keys(value).join() === "secure";
const holdsSecret = (value: unknown): boolean =>
  isSecret(value) || (isRecord(value) && Object.values(value).some(holdsSecret));

function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return ENCRYPTED;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]));
}
