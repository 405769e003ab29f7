import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type AzureState, emptyAzureState } from "../azure/azureState";
import { existingIds } from "../azure/existingIds";
import { Deployment } from "./deployment";
import type { DeployedArtifacts } from "./graph";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

/** A change of one resource that the engine has made. */
export interface Step {
  /** Example: `created`. */
  readonly done: string;
  /** Example: `azure-native:compute:VirtualMachine`. */
  readonly type: string;
  readonly name: string;
}

/** Words for the engine's operations. What was deleted to be created anew is counted once, as replaced. */
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  "create-replacement": "replaced",
};

/** The engine's own: nothing in Azure belongs to it. */
export const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

/** The step that an event of the engine tells of. Stack, components and providers are nothing that Azure has. */
function stepOf({ resOutputsEvent }: EngineEvent): Step | undefined {
  if (resOutputsEvent === undefined) return undefined;
  const { op, type, urn, old, new: made } = resOutputsEvent.metadata;
  const done = DONE[op];
  if (done === undefined || !(made ?? old)?.custom || isProvider(type)) return undefined;
  return { done, type, name: urn.split("::").at(-1) ?? "" };
}

type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

/** Why a deployment has failed, each reason once, and how to begin anew. Pure. */
export function failureOf(
  said: readonly Pick<Diagnostic, "urn" | "message">[],
  error: unknown,
  folder: string,
): string {
  const lines = said.map(({ urn, message }) => {
    const [type, name] = urn?.split("::").slice(2) ?? [];
    const about = type === undefined || type === "pulumi:pulumi:Stack" ? "" : `${type.split(":").at(-1)} ${name}: `;
    return `- ${about}${(urn === undefined ? message : message.replaceAll(`${urn}: `, "")).trim()}`;
  });
  const others = [...new Set(lines)].filter((line) => line !== "- update failed");
  const reasons = others.length > 0 ? others : [`- ${error instanceof Error ? error.message : error}`];
  return [
    "The deployment to the simulated Azure has failed:",
    ...reasons,
    // Indented, so that the command stays on one line.
    `  To begin this rehearsal anew: rm -r ${quoted(resolve(folder))}`,
  ].join("\n");
}

/** A path as a shell takes it, always in quotes. */
const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

/**
 * Deploys a stack with the real engine over the stand-in for Azure. Engine and Azure stay in the folder, so that the
 * next deployment finds what is there.
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
    const said: Diagnostic[] = [];
    const onEvent = (event: EngineEvent): void => {
      if (event.diagnosticEvent?.severity === "error") said.push(event.diagnosticEvent);
      const step = stepOf(event);
      if (step !== undefined) onStep(step);
    };
    const { outputs } = await deployment.stack.up({ onEvent, signal, color: "never" }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(failureOf(said, error, folder));
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
