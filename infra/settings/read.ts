import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { isConfigSecret } from "@pulumi/pulumi/runtime/config";
import { describeErrors } from "./messages";
import type { Settings } from "./schema";
import { validate } from "./validate";
import { unknownRegion, warningsOf } from "./warnings";

/** What a stack's configuration says, checked. */
export interface StackSettings {
  readonly settings: Settings;
  /** Azure cloud of the provider. Default: `public`. */
  readonly environment: string;
  /** What is allowed and still worth saying. */
  readonly warnings: readonly string[];
}

/** The SDK prints an error with all that hangs on it, for 15 s, and then throws the text away: this one is its message. */
class SettingsRefused extends pulumi.RunError {
  [inspect.custom](): string {
    return this.message;
  }
}

/**
 * Reads and checks the configuration of the stack that runs.
 * Throws `pulumi.RunError` with everything that is wrong; the CLI shows it without a stack trace.
 */
export function readSettings(): StackSettings {
  const values = pulumi.runtime.allConfig();
  const result = validate({
    project: pulumi.getProject(),
    values,
    secretKeys: Object.keys(values).filter(isConfigSecret),
    subscriptionId: process.env.ARM_SUBSCRIPTION_ID,
  });
  if ("errors" in result) {
    const region = unknownRegion(values["azure-native:location"] ?? "");
    const warning = region === undefined ? "" : `\nwarning: ${region}`;
    throw new SettingsRefused(`${describeErrors(pulumi.getStack(), result.errors)}${warning}`);
  }
  return {
    settings: result.settings,
    environment: new pulumi.Config("azure-native").get("environment") ?? "public",
    warnings: warningsOf(result.settings),
  };
}
