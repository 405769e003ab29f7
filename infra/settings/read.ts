import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { isConfigSecret } from "@pulumi/pulumi/runtime/config";
import type { RawConfig } from "./given";
import { type ConfigError, describeErrors } from "./messages";
import { unknownRegion } from "./warnings";

/** Returns the current stack's configuration as the engine passes it. */
export function readConfig(): RawConfig {
  const values = pulumi.runtime.allConfig();
  return {
    project: pulumi.getProject(),
    values,
    secretKeys: Object.keys(values).filter(isConfigSecret),
    subscriptionId: process.env.ARM_SUBSCRIPTION_ID,
  };
}

/**
 * An error that the CLI prints without a stack trace. The SDK formats each error with `util.inspect` and then discards
 * the result. Formatting all of an error's properties would take 15 s, so this class makes `util.inspect` return only
 * the message.
 */
class SettingsError extends pulumi.RunError {
  [inspect.custom](): string {
    return this.message;
  }
}

/**
 * Returns one error whose message lists all errors in a configuration. If the region is unknown, the message ends with
 * a warning about it.
 */
export function settingsError({ values }: RawConfig, errors: readonly ConfigError[]): pulumi.RunError {
  const region = unknownRegion(values["azure-native:location"] ?? "");
  const warning = region === undefined ? "" : `\nwarning: ${region}`;
  return new SettingsError(`${describeErrors(pulumi.getStack(), errors)}${warning}`);
}
