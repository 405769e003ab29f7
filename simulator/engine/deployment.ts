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
  /** Folder that keeps the engine's state. Nothing of the user's own Pulumi is touched. */
  readonly folder: string;
  readonly config: StackConfig;
  /** The Azure that is deployed to. */
  readonly store: Store;
}

/** The environment of an engine of its own: local state, no downloads, no questions. */
export function engineEnvironment(folder: string, provider: RunningProvider): Record<string, string> {
  const home = join(folder, "home");
  const state = join(folder, "state");
  for (const path of [home, state]) mkdirSync(path, { recursive: true });
  return {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    // A rehearsal has no secret worth more than the file that it lies in.
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_OPTION_NON_INTERACTIVE: "true",
    [ARM_ENDPOINT]: provider.armEndpoint,
    PULUMI_DEBUG_PROVIDERS: `azure-native:${provider.port},random:${provider.port}`,
  };
}

/** A stack of the real program in a real engine, over the stand-in for Azure. */
export class Deployment {
  private constructor(
    readonly stack: Stack,
    private readonly provider: RunningProvider,
  ) {}

  /** Throws with the command that helps where there is no engine. */
  static async open({ folder, config, store }: DeploymentArgs): Promise<Deployment> {
    const path = findPulumi();
    if (path === undefined) throw new Error("there is no pulumi: run `node setup.mjs test:engine`, or install the CLI");
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
    // The program runs in this process, where its hooks look for Azure.
    const inProcess = async () => {
      process.env[ARM_ENDPOINT] = provider.armEndpoint;
      return program();
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: config.stack, projectName: config.project, program: inProcess },
      {
        envVars: engineEnvironment(folder, provider),
        // Its root is the folder above bin/.
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
    const gone = Object.keys(await this.stack.getAllConfig()).filter((key) => !(key in all));
    if (gone.length > 0) await this.stack.removeAllConfig(gone);
    await this.stack.setAllConfig(all);
  }

  close(): void {
    this.provider.stop();
    // The Automation API makes a folder for the stack's file, and leaves it.
    rmSync(this.stack.workspace.workDir, { recursive: true, force: true });
  }
}

const rootOf = (path: string): string => dirname(dirname(path));
