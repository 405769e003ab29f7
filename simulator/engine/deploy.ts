import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type AzureState, emptyAzureState } from "../azure/azureState";
import { existingIds } from "../azure/existingIds";
import { Deployment } from "./deployment";
import type { DeployedArtifacts } from "./graph";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

/** A change that the engine has made to a resource. */
export interface Step {
  /** Example: `created`. */
  readonly done: string;
  /** Example: `azure-native:compute:VirtualMachine`. */
  readonly type: string;
  readonly name: string;
}

/**
 * The words that are printed for the engine's operations. Operations without a word are not printed: a replacement
 * consists of several operations, and is printed only once.
 */
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  "create-replacement": "replaced",
};

/** Whether a type is that of a provider, which has no counterpart in Azure. */
export const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

/** Returns an engine event's step. Undefined for stacks, components and providers, which do not exist in Azure. */
function stepOf({ resOutputsEvent }: EngineEvent): Step | undefined {
  if (resOutputsEvent === undefined) return undefined;
  const { op, type, urn, old, new: made } = resOutputsEvent.metadata;
  const done = DONE[op];
  if (done === undefined || !(made ?? old)?.custom || isProvider(type)) return undefined;
  return { done, type, name: urn.split("::").at(-1) ?? "" };
}

type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

/**
 * Returns the message for a failed deployment: each reason once, and the command that deletes the deployment's state.
 */
export function failureOf(
  diagnostics: readonly Pick<Diagnostic, "urn" | "message">[],
  error: unknown,
  folder: string,
): string {
  const lines = diagnostics.map(({ urn, message }) => {
    const [type, name] = urn?.split("::").slice(2) ?? [];
    const about = type === undefined || type === "pulumi:pulumi:Stack" ? "" : `${type.split(":").at(-1)} ${name}: `;
    return `- ${about}${(urn === undefined ? message : message.replaceAll(`${urn}: `, "")).trim()}`;
  });
  const others = [...new Set(lines)].filter((line) => line !== "- update failed");
  const reasons = others.length > 0 ? others : [`- ${error instanceof Error ? error.message : error}`];
  return [
    "The deployment to the simulated Azure has failed:",
    ...reasons,
    // The indentation keeps the line with the command from being wrapped.
    `  To start the rehearsal again from nothing: rm -r ${quoted(resolve(folder))}`,
  ].join("\n");
}

/** Returns a path quoted for a shell. */
const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

/**
 * Deploys a stack to the simulated Azure with the real engine. The folder keeps the engine's state and the simulated Azure's,
 * so the next deployment updates the same stack.
 */
export async function deploy(
  folder: string,
  config: StackConfig,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<DeployedArtifacts> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "azure.json");
  const load = (): AzureState =>
    existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { ...emptyAzureState(), existing: [] };
  const save = (state: AzureState): void => writeFileSync(file, JSON.stringify(state));
  save({ ...load(), calls: [], existing: existingIds(config, subscriptionOf(config)) });
  const deployment = await Deployment.open({ folder: resolve(folder), config, store: { load, save } });
  try {
    const diagnostics: Diagnostic[] = [];
    const onEvent = (event: EngineEvent): void => {
      if (event.diagnosticEvent?.severity === "error") diagnostics.push(event.diagnosticEvent);
      const step = stepOf(event);
      if (step !== undefined) onStep(step);
    };
    const { outputs } = await deployment.stack.up({ onEvent, signal, color: "never" }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(failureOf(diagnostics, error, folder));
    });
    const { resources } = load();
    return {
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
      all: (type) => Object.values(resources).filter(({ token }) => token === type),
    };
  } finally {
    deployment.close();
  }
}
