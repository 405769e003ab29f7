import { isKept } from "../components/filter/isKept";
import type { NoiseFilter } from "../components/filter/noiseFilter";
import { program } from "../infra/program";
import type { Settings } from "../infra/settings/schema";
import { validate } from "../infra/settings/validate";
import { type Delivery, missingEvents } from "./delivery";
import { findPulumi } from "./engine/cli";
import { deploy, isProvider, type Step } from "./engine/deploy";
import { discardStateOfOtherLocation } from "./engine/deploymentLocation";
import type { DeployedArtifacts, Graph } from "./engine/graph";
import { recordProgram } from "./engine/recordProgram";
import type { StackConfig } from "./engine/stackConfig";
import { forwardMessages, type Progress } from "./forwardMessages";
import type { Message } from "./qumulo/messages";
import { withArrivals } from "./replay/arrivals";
import type { Fired } from "./replay/replay";
import { replayRows } from "./replay/replayRows";
import { type Given, type SentMessage, sentMessages } from "./sentMessages";
import { readStackOutputs, type StackOutputs } from "./stackOutputs";
import { type DeployedRule, deployedRules } from "./workspace/deployedRules";
import { type Stored, store, storedTables } from "./workspace/store";

/** The result of a rehearsal: all that its printed report and its files contain. */
export interface Rehearsal {
  /** Example: `dev`. */
  readonly stack: string;
  /** When the rehearsal began, in ISO 8601. */
  readonly begunAt: string;
  /** Warnings that the Pulumi program logged. */
  readonly warnings: readonly string[];
  readonly deployment: DeploymentResult;
  readonly outputs: StackOutputs;
  /** Number of lines that were sent, including those that the forwarder must drop. */
  readonly lines: number;
  /** Number of nodes that sent lines. */
  readonly nodes: number;
  readonly delivery: Delivery;
  /** Events that no row contains unchanged. */
  readonly missing: readonly Message[];
  readonly stored: Stored;
  /** The stack's alert rules. Empty if `detections.mode` is `off`. */
  readonly rules: readonly DeployedRule[];
  /** The alerts that the rules raise for the replayed events, in the order in which they fire. */
  readonly fired: readonly Fired<DeployedRule>[];
}

/**
 * How many resources the engine has changed, by kind of change; on a machine without an engine, how many were recorded.
 */
export type DeploymentResult =
  | { readonly kind: "deployed"; readonly changes: Readonly<Record<string, number>> }
  | { readonly kind: "recorded"; readonly resources: number };

/** A phase of a rehearsal, with the information that is available when it begins. */
export type Phase =
  | { readonly kind: "recorded"; readonly warnings: readonly string[] }
  /** `discarded` says why the last rehearsal's state was deleted. Undefined if no state was deleted. */
  | { readonly kind: "deploying"; readonly discarded: string | undefined }
  | { readonly kind: "deployed"; readonly deployment: DeploymentResult }
  | { readonly kind: "sending"; readonly lines: number; readonly nodes: number }
  | { readonly kind: "forwarded"; readonly rules: number };

/** Functions that a rehearsal calls while it runs. */
export interface Observer {
  /** Called when a phase begins. The rehearsal waits for the returned promise, and stops if the promise rejects. */
  onPhase(phase: Phase): Promise<void>;
  /** Called for each resource that the engine has changed. */
  onStep(step: Step): void;
  onProgress(progress: Progress): void;
}

export interface RehearseArgs {
  readonly config: StackConfig;
  readonly given: Given;
  /**
   * Folder for the state of the engine and of the simulated Azure. The stack's next rehearsal begins with this state.
   */
  readonly stateFolder: string;
  /** When the rehearsal began, in ISO 8601. */
  readonly begunAt: string;
  /** If this signal aborts, the rehearsal ends early and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Deploys a stack to the simulated Azure, sends events through rsyslogd, stores them in the simulated workspace, reads
 * them with the stack's functions, and runs the stack's alert rules on them. If the settings are wrong or the
 * deployment fails, rejects with a message for the user.
 */
export async function rehearse(
  { config, given, stateFolder, begunAt, signal }: RehearseArgs,
  observer: Observer,
): Promise<Rehearsal> {
  const graph = await recordProgram(program, config);
  const warnings = graph.log.flatMap(({ severity, message }) => (severity === "warning" ? [message] : []));
  await observer.onPhase({ kind: "recorded", warnings });
  const settings = settingsOf(config);
  const messages = markDropped(sentMessages(given, settings.clusters, new Date(begunAt)), settings.events);
  const { artifacts, deployment } = await deployOrRecord(config, graph, stateFolder, signal, observer);
  await observer.onPhase({ kind: "deployed", deployment });
  const [lines, nodes] = [messages.length, new Set(messages.map(({ host }) => host)).size];
  await observer.onPhase({ kind: "sending", lines, nodes });
  const { delivery, rows } = await forwardMessages(artifacts, messages, signal, observer.onProgress);
  const rules = deployedRules(artifacts);
  await observer.onPhase({ kind: "forwarded", rules: rules.length });
  const arrived = withArrivals(rows, messages);
  const stored = store(artifacts, arrived.all);
  const fired = await replayRows(rules, storedTables(artifacts, arrived.replayed), signal);
  return {
    stack: config.stack,
    begunAt,
    warnings,
    deployment,
    outputs: readStackOutputs(artifacts.outputs),
    lines,
    nodes,
    delivery,
    missing: missingEvents(messages, rows),
    stored,
    rules,
    fired,
  };
}

/** Returns the stack's settings, which are valid: `recordProgram` has already refused invalid ones. */
function settingsOf({ project, values, secretKeys }: StackConfig): Settings {
  const result = validate({ project, values, secretKeys, subscriptionId: undefined });
  if ("errors" in result) throw new Error(result.errors.map(({ key, problem }) => `${key}: ${problem}`).join("\n"));
  return result.settings;
}

/**
 * Removes the body of each event that the forwarder's filter drops. A message without a body is a line that must not
 * arrive.
 */
const markDropped = (messages: readonly SentMessage[], filter: NoiseFilter): SentMessage[] =>
  messages.map((message) =>
    message.body === undefined || isKept(filter, message.body) ? message : { ...message, body: undefined },
  );

/** Deploys with the real engine. On a machine without an engine, returns what the program has registered. */
async function deployOrRecord(
  config: StackConfig,
  graph: Graph,
  folder: string,
  signal: AbortSignal,
  { onPhase, onStep }: Observer,
): Promise<{ readonly artifacts: DeployedArtifacts; readonly deployment: DeploymentResult }> {
  if (findPulumi() === undefined) {
    const resources = graph.resources.filter(({ custom, type }) => custom && !isProvider(type)).length;
    return { artifacts: graph, deployment: { kind: "recorded", resources } };
  }
  await onPhase({ kind: "deploying", discarded: discardStateOfOtherLocation(folder, config) });
  const changes: Record<string, number> = {};
  const artifacts = await deploy(folder, config, signal, (step) => {
    changes[step.done] = (changes[step.done] ?? 0) + 1;
    onStep(step);
  });
  return { artifacts, deployment: { kind: "deployed", changes } };
}
