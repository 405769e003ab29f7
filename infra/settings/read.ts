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
 * An error that the CLI prints without a stack trace. The SDK formats an error with all its properties, which takes 15
 * s, and then discards the result; this class saves that time, because `util.inspect` formats it as its message only.
 */
class SettingsError extends pulumi.RunError {
  [inspect.custom](): string {
    return this.message;
  }
}

/** Returns one error that lists all errors in a configuration, and the warning about an unknown region. */
export function settingsError({ values }: RawConfig, errors: readonly ConfigError[]): pulumi.RunError {
  const region = unknownRegion(values["azure-native:location"] ?? "");
  const warning = region === undefined ? "" : `\nwarning: ${region}`;
  return new SettingsError(`${describeErrors(pulumi.getStack(), errors)}${warning}`);
}
