import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** A stack's configuration as the engine hands it to the program. */
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
const stackFile = z.object({ config: z.record(z.string(), z.unknown()).nullish() });

/**
 * Reads Pulumi.yaml and a stack's file and applies the defaults, as the CLI does. Encrypted values are not decrypted:
 * they become a text that says so. Throws with the stacks that exist where this one does not.
 */
export function readStackConfig(folder: string, stack: string): StackConfig {
  const project = projectFile.parse(parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")));
  const path = join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    const stacks = stacksOf(folder);
    throw new Error(
      `There is no stack '${stack}': ${path} does not exist. The stacks here are ${stacks.join(", ")}. pulumi stack init ${stack} makes one of that name.`,
    );
  }
  const { config } = stackFile.parse(parse(readFileSync(path, "utf8")) ?? {});
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

/** The stacks that have a file in the folder. Example: `["dev", "prod"]`. */
const stacksOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);

const qualify = (key: string, project: string): string => (key.includes(":") ? key : `${project}:${key}`);
const asText = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isSecret = (value: unknown): boolean => isRecord(value) && Object.keys(value).join() === "secure";
const holdsSecret = (value: unknown): boolean =>
  isSecret(value) || (isRecord(value) && Object.values(value).some(holdsSecret));

function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return "(encrypted)";
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]));
}
