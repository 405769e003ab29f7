import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { deserializeProperties, serializeProperties } from "@pulumi/pulumi/runtime/rpc";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings";
import { getStore, withLocalStorage } from "@pulumi/pulumi/runtime/state";
import { call, create } from "../azure/resourceTypes";
import type { Properties } from "../azure/types/azureType";
import { Graph, type LogLine, type RecordedResource } from "./graph";
import { type RegisterRequest, readRequest, toStruct } from "./registerRequest";
import type { StackConfig } from "./stackConfig";

/** The subscription for stacks whose settings name none. This subscription does not exist in Azure. */
const REHEARSAL_SUBSCRIPTION = "00000000-0000-0000-0000-00000000aaaa";

/** The part of the SDK's invoke request that the monitor reads. */
interface InvokeRequest {
  getTok(): string;
  getArgs(): Parameters<typeof deserializeProperties>[0];
}
type Reply = (error: unknown, response: unknown) => void;

/** Returns the subscription of a stack's default provider. */
export const subscriptionOf = ({ values }: StackConfig): string =>
  values["azure-native:subscriptionId"] ?? REHEARSAL_SUBSCRIPTION;

/** An in-process monitor for the SDK. The monitor records resources, and computes their outputs from simulator/azure/types. */
class RecordingMonitor extends MockMonitor {
  readonly recorded: RecordedResource[] = [];
  stackOutputs: Properties = {};

  constructor(
    private readonly config: StackConfig,
    private readonly preview: boolean,
  ) {
    const refuse = (): never => {
      throw new Error("the recording monitor calls no mocks");
    };
    super({ call: refuse, newResource: refuse });
  }

  override async registerResource(request: RegisterRequest, reply: Reply): Promise<void> {
    try {
      const read = readRequest(request);
      const urn = this.urnOf(read.parent, read.type, read.name);
      const made = this.make(read, urn);
      this.recorded.push({ ...read, ...made, urn });
      this.resources.set(urn, { urn, id: made.id, state: made.outputs });
      reply(null, await response(urn, made.id, made.outputs));
    } catch (error) {
      reply(error, undefined);
    }
  }

  override async invoke(request: InvokeRequest, reply: Reply): Promise<void> {
    try {
      const result = call(request.getTok(), deserializeProperties(request.getArgs()), subscriptionOf(this.config));
      const struct = toStruct(await serializeProperties("", result));
      reply(null, { getReturn: () => struct, getFailuresList: () => [] });
    } catch (error) {
      reply(error, undefined);
    }
  }

  override async readResource(request: { getType(): string; getName(): string }, reply: Reply): Promise<void> {
    reply(new Error(`the simulated Azure cannot read ${request.getType()} (${request.getName()})`), undefined);
  }

  override registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): Parameters<typeof deserializeProperties>[0] },
    reply: Reply,
  ): void {
    if (request.getUrn().includes("::pulumi:pulumi:Stack::")) {
      this.stackOutputs = deserializeProperties(request.getOutputs(), true);
    }
    reply(null, {});
  }

  private make({ type, name, custom, inputs, provider }: ReturnType<typeof readRequest>, urn: string) {
    if (!custom || type.startsWith("pulumi:providers:")) {
      return { id: custom && !this.preview ? urn : "", outputs: inputs };
    }
    // In a preview, the resource does not exist yet, so its id and read-only outputs are unknown.
    return this.preview ? { id: "", outputs: inputs } : create(type, name, urn, inputs, this.subscription(provider));
  }

  /**
   * Returns a provider's subscription. `provider` is the SDK's reference to the provider: its URN, `::` and its id.
   */
  private subscription(provider: string): string {
    const found = this.recorded.find(({ urn }) => provider.startsWith(`${urn}::`));
    return typeof found?.inputs.subscriptionId === "string" ? found.inputs.subscriptionId : subscriptionOf(this.config);
  }

  /** Returns a URN with the types of all ancestors, as the engine does. MockMonitor's URNs contain only the parent's type. */
  private urnOf(parent: string, type: string, name: string): string {
    const parentType = parent.split("::")[2];
    const types = parentType === undefined || parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.config.stack}::${this.config.project}::${types}::${name}`;
  }
}

async function response(urn: string, id: string, outputs: Properties) {
  const object = toStruct(await serializeProperties("", { ...outputs }));
  return {
    getUrn: () => urn,
    getId: () => id,
    getObject: () => object,
    getPropertydependenciesMap: () => undefined,
    getResult: () => 0,
  };
}

const SEVERITIES = ["debug", "info", "warning", "error"] as const;

/** Implements the engine's logging service: appends messages to `log`. */
const loggingEngine = (log: LogLine[]) => ({
  log: (request: { getSeverity(): number; getMessage(): string }, done: () => void) => {
    log.push({ severity: SEVERITIES[request.getSeverity()] ?? "info", message: request.getMessage() });
    done();
  },
  setRootResource: (_: unknown, done: (error: null, response: object) => void) => done(null, {}),
});

/**
 * Removes the aliases that azure-native adds to each resource: up to 60 former type names, for stacks that older versions of
 * the provider deployed. Nothing here reads the aliases, and resolving them would take most of the run's time.
 */
const withoutFormerTypes: pulumi.ResourceTransformation = ({ type, props, opts }) =>
  type.startsWith("azure-native:") ? { props, opts: { ...opts, aliases: [] } } : undefined;

/**
 * Runs a Pulumi program in this process, without an engine and without Azure, and returns what the program registers.
 * Several runs may be active at once. If the program throws an error, rejects with this error.
 */
export function recordProgram(
  program: () => Record<string, unknown>,
  config: StackConfig,
  preview = false,
): Promise<Graph> {
  return withLocalStorage(async () => {
    const monitor = new RecordingMonitor(config, preview);
    const log: LogLine[] = [];
    setMockOptions(monitor, config.project, config.stack, preview, "organization");
    const store = getStore();
    for (const feature of [
      "Secrets",
      "ResourceReferences",
      "DeletedWith",
      "AliasSpecs",
      "Parameterization",
      "ResourceHooks",
    ]) {
      store[`supports${feature}`] = true;
    }
    store.settings.engine = loggingEngine(log);
    // A recording changes no resource, so the hooks are registered and never called.
    const nothing = async () => undefined;
    store.callbacks = { registerResourceHook: nothing, awaitStackRegistrations: nothing, shutdown: () => undefined };
    pulumi.runtime.setAllConfig({ ...config.values }, [...config.secretKeys]);
    const { stackTraceLimit } = Error;
    // The SDK captures a stack trace for each Output, which would take two thirds of the run's time.
    Error.stackTraceLimit = 0;
    // The program's error is thrown only when the run has ended. If it were thrown earlier, it would also cause
    // unhandled rejections.
    let failure: { readonly reason: unknown } | undefined;
    try {
      await pulumi.runtime.runInPulumiStack(async () => {
        pulumi.runtime.registerStackTransformation(withoutFormerTypes);
        try {
          return await program();
        } catch (reason) {
          failure = { reason };
          return {};
        }
      });
      await pulumi.runtime.disconnect();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    if (failure !== undefined) throw failure.reason;
    return new Graph(monitor.recorded, monitor.stackOutputs, log);
  });
}
