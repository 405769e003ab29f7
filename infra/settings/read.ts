import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { isConfigSecret } from "@pulumi/pulumi/runtime/config";
import type { RawConfig } from "./given";
import { type ConfigError, describeErrors } from "./messages";
import { unknownRegion } from "./warnings";

/** The configuration of the current stack, as the engine passes it. */
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
 * The error that the CLI prints without a stack trace. The SDK inspects an error with all its properties, which takes 15 s,
 * and then discards the text, so this one is inspected as its message.
 */
class SettingsError extends pulumi.RunError {
  [inspect.custom](): string {
    return this.message;
  }
}

/** All errors of a configuration as one error, with the warning about an unknown region. */
export function settingsError({ values }: RawConfig, errors: readonly ConfigError[]): pulumi.RunError {
  const region = unknownRegion(values["azure-native:location"] ?? "");
  const warning = region === undefined ? "" : `\nwarning: ${region}`;
  return new SettingsError(`${describeErrors(pulumi.getStack(), errors)}${warning}`);
}
