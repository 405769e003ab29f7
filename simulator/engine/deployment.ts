import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ConfigMap, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { ARM_ENDPOINT } from "../../components/forwarder/drain/machineHooks";
import { program } from "../../infra/program";
import type { Store } from "../azure/azureState";
import { type RunningProvider, serveProvider } from "../azure/provider";
import { findPulumi } from "./cli";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

export interface DeploymentArgs {
  /** Folder for the engine's state and for PULUMI_HOME. The user's own state and PULUMI_HOME are not used. */
  readonly folder: string;
  readonly config: StackConfig;
  /** The simulated Azure to deploy to. */
  readonly store: Store;
}

/**
 * Returns environment variables with which the engine keeps its state in the folder, uses the simulated Azure,
 * downloads nothing, and asks nothing.
 */
export function engineEnvironment(folder: string, provider: RunningProvider): Record<string, string> {
  const home = join(folder, "home");
  const state = join(folder, "state");
  for (const path of [home, state]) mkdirSync(path, { recursive: true });
  return {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    // A rehearsal's secrets are also in the stack's files on the same disk, so the passphrase need not be secret.
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_OPTION_NON_INTERACTIVE: "true",
    [ARM_ENDPOINT]: provider.armEndpoint,
    PULUMI_DEBUG_PROVIDERS: `azure-native:${provider.port},random:${provider.port}`,
  };
}

/** A stack of this project's Pulumi program, which the real engine deploys to the simulated Azure. */
export class Deployment {
  private constructor(
    readonly stack: Stack,
    private readonly provider: RunningProvider,
  ) {}

  /** Opens the stack. If there is no Pulumi CLI, throws an error that says how to install it. */
  static async open({ folder, config, store }: DeploymentArgs): Promise<Deployment> {
    const path = findPulumi();
    if (path === undefined)
      throw new Error("Pulumi was not found: run `node setup.mjs test:engine`, or install the CLI");
    const provider = await serveProvider(store, subscriptionOf(config));
    try {
      return await Deployment.over(provider, path, folder, config);
    } catch (error) {
      provider.stop();
      throw error;
    }
  }

  private static async over(
    provider: RunningProvider,
    path: string,
    folder: string,
    config: StackConfig,
  ): Promise<Deployment> {
    // The program runs in this process. Its hooks read Azure Resource Manager's URL from the environment of this
    // process.
    const inProcess = async () => {
      process.env[ARM_ENDPOINT] = provider.armEndpoint;
      return program();
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: config.stack, projectName: config.project, program: inProcess },
      {
        envVars: engineEnvironment(folder, provider),
        // `root` is the folder that contains bin/.
        pulumiCommand: await PulumiCommand.get({ root: rootOf(path), skipVersionCheck: true }),
      },
    );
    const deployment = new Deployment(stack, provider);
    await deployment.configure(config);
    return deployment;
  }

  /** Replaces the stack's configuration. */
  async configure({ values, secretKeys }: StackConfig): Promise<void> {
    const all: ConfigMap = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, secret: secretKeys.includes(key) }]),
    );
    const removed = Object.keys(await this.stack.getAllConfig()).filter((key) => !(key in all));
    if (removed.length > 0) await this.stack.removeAllConfig(removed);
    await this.stack.setAllConfig(all);
  }

  close(): void {
    this.provider.stop();
    // The Automation API creates a temporary folder for the stack's configuration file, and does not delete it.
    rmSync(this.stack.workspace.workDir, { recursive: true, force: true });
  }
}

const rootOf = (path: string): string => dirname(dirname(path));
