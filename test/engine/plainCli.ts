import { type SpawnSyncReturns, spawn } from "node:child_process";
import { chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { type AzureState, emptyAzureState } from "../../simulator/azure/azureState";
import { type RunningProvider, serveProvider } from "../../simulator/azure/provider";
import { findPulumi } from "../../simulator/engine/cli";
import { engineEnvironment } from "../../simulator/engine/deployment";
import { OWN, PROJECT } from "../exampleStacks";
import { existing } from "../simulator/azure/loaded";
import { deletedUndrained } from "./deletedUndrained";

export type Ended = Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr">;

/** The `pulumi` command as a user runs it, with its own state and its own simulated Azure. */
export class PlainCli {
  readonly folder = mkdtempSync(join(tmpdir(), "qumulo-cli-"));
  azureState: AzureState = { ...emptyAzureState(), existing: [...existing] };
  readonly program = join(this.folder, "bin", "pulumi");
  private environment: Record<string, string> = {};
  private provider: RunningProvider | undefined;

  static async open(): Promise<PlainCli> {
    const cli = new PlainCli();
    const store = {
      load: () => cli.azureState,
      save: (state: AzureState) => {
        cli.azureState = state;
      },
    };
    cli.provider = await serveProvider(store, OWN);
    cli.environment = engineEnvironment(cli.folder, cli.provider);
    cli.install();
    return cli;
  }

  /** Installs the CLI and the test's language host in one folder, because the CLI prefers a language host next to itself. */
  private install(): void {
    const bin = join(this.folder, "bin");
    mkdirSync(bin);
    const pulumi = findPulumi() ?? "";
    try {
      linkSync(pulumi, this.program);
    } catch {
      copyFileSync(pulumi, this.program);
    }
    // The language host is bundled, so that it starts faster: the CLI starts it twice in each run.
    const host = join(this.folder, "languageHost.cjs");
    buildSync({
      entryPoints: [join(PROJECT, "simulator/engine/languageHost.ts")],
      bundle: true,
      platform: "node",
      outfile: host,
    });
    const path = join(bin, "pulumi-language-nodejs");
    writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${host}' "$@"\n`);
    chmodSync(path, 0o755);
  }

  /** Runs `pulumi` in the project's folder. */
  run = (...args: string[]): Promise<Ended> => this.shell(this.program, args);

  /** Runs a program in the project's folder, with this CLI on its PATH. Calls `onOutput` with all standard output so far. */
  shell(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onOutput: (stdout: string) => void = () => undefined,
  ): Promise<Ended> {
    const child = spawn(program, args, {
      cwd: PROJECT,
      env: {
        ...process.env,
        ...this.environment,
        PATH: `${join(this.folder, "bin")}:${process.env.PATH}`,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      onOutput(stdout);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve) => child.once("close", (code) => resolve({ status: code, stdout, stderr })));
  }

  /**
   * Stops the simulated Azure. Throws if a machine was deleted undrained, so the tested stacks must not turn draining off.
   */
  close(): void {
    const undrained = deletedUndrained(this.azureState.calls, { values: {} });
    if (undrained.length > 0) throw new Error(`deleted without being drained: ${undrained.join(", ")}`);
    this.provider?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
