import type { RawConfig } from "../../../infra/settings/given";
import type { ConfigError } from "../../../infra/settings/messages";
import { validate } from "../../../infra/settings/validate";
import { type Config, good } from "./bad/setting";

/** Returns a stack's configuration: correct settings with changes. */
export const raw = (config: Config, location = "westeurope", secretKeys: string[] = []): RawConfig => ({
  project: "qumulo-audit",
  values: Object.fromEntries([
    ...Object.entries({
      "azure-native:location": location,
      "azure-native:subscriptionId": "11111111-2222-3333-4444-555555555555",
      ...good,
      ...config,
    })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key.includes(":") ? key : `qumulo-audit:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
  ]),
  secretKeys: secretKeys.map((key) => `qumulo-audit:${key}`),
});

/** Returns the validated settings of a configuration; throws if it has errors. */
export const settingsOf = (config: Config) => {
  const result = validate(raw(config));
  if ("errors" in result) throw new Error(JSON.stringify(result.errors));
  return result.settings;
};

/** Returns the errors in a configuration. */
export const errorsOf = (config: Config, location?: string, secretKeys?: string[]): readonly ConfigError[] => {
  const result = validate(raw(config, location, secretKeys));
  return "errors" in result ? result.errors : [];
};
