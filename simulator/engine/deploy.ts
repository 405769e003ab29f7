import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type AzureState, emptyAzureState } from "../azure/azureState";
import { existingIds } from "../azure/existingIds";
import { Deployment } from "./deployment";
import type { DeployedArtifacts } from "./graph";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

/** A change of a resource by the engine. */
export interface Step {
  /** Example: `created`. */
  readonly done: string;
  /** Example: `azure-native:compute:VirtualMachine`. */
  readonly type: string;
  readonly name: string;
}

/** Names of the engine's operations for the output. A replacement counts once: its delete step is not listed. */
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  "create-replacement": "replaced",
};

/** Whether a resource is a provider, which has no counterpart in Azure. */
export const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

/** The step in an event of the engine. Undefined for a stack, a component or a provider, which do not exist in Azure. */
function stepOf({ resOutputsEvent }: EngineEvent): Step | undefined {
  if (resOutputsEvent === undefined) return undefined;
  const { op, type, urn, old, new: made } = resOutputsEvent.metadata;
  const done = DONE[op];
  if (done === undefined || !(made ?? old)?.custom || isProvider(type)) return undefined;
  return { done, type, name: urn.split("::").at(-1) ?? "" };
}

type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

/** The message for a failed deployment: each reason once, and the command that discards its state. Pure. */
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
    // The command is indented, because only lines without indentation are wrapped.
    `  To start the rehearsal again from nothing: rm -r ${quoted(resolve(folder))}`,
  ].join("\n");
}

/** A path in quotes for a shell. */
const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

/**
 * Deploys a stack to the simulated Azure with the real engine. The states of both are kept in the folder, so the next
 * deployment updates the same stack.
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
