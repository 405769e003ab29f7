import { setTimeout as wait } from "node:timers/promises";
import { type handleUnaryCall, Metadata, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { serveActions } from "./actions";
import { AzureError, type AzureState, beginWrite, isRepeated, perform, read, type Store, viewOf } from "./azureState";
import { differences, readInputs, replaced } from "./differences";
import { azureType, call, create, nameOf } from "./resourceTypes";
import type { Change, Existing, Properties } from "./types/azureType";

const REPEATS = 5;
const WRITE_MS = 30;
/** The engine's marker for a value that is known only after the deployment. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const plain = (struct: Struct | undefined): Properties => {
  const value: unknown = struct?.toJavaScript() ?? {};
  return typeof value === "object" && value !== null ? { ...value } : {};
};
const toStruct = (properties: Properties): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
const nameIn = (urn: string): string => urn.split("::")[3] ?? "";

/** Makes the error by which the engine learns that the operation failed but the resource exists. */
function initFailed(message: string, made: Existing): ServiceError {
  const detail = new rpc.ErrorResourceInitFailed();
  detail.setId(made.id);
  detail.setProperties(toStruct(made.outputs));
  detail.setInputs(toStruct(made.inputs));
  detail.setReasonsList([message]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status();
  whole.setCode(status.UNKNOWN);
  whole.setMessage(message);
  whole.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return Object.assign(new Error(message), { code: status.UNKNOWN, details: message, metadata });
}

/** Turns a function into a gRPC handler. If the function throws, the engine gets the error's message. */
const unary =
  <Request, Response>(
    handle: (request: Request, peer: string) => Promise<Response> | Response,
  ): handleUnaryCall<Request, Response> =>
  (call, reply) => {
    Promise.resolve()
      .then(() => handle(call.request, call.getPeer()))
      .then(
        (response) => reply(null, response),
        (error: unknown) => {
          if (error instanceof AzureError && error.created !== undefined)
            return reply(initFailed(error.message, error.created));
          const details = error instanceof Error ? error.message : String(error);
          return reply({ code: status.UNKNOWN, details });
        },
      );
  };

/**
 * A provider for one simulated Azure. The same code serves all resource types: the data in types/ describes how they
 * differ.
 */
class Provider {
  constructor(
    private readonly store: Store,
    private readonly subscriptionId: string,
    /** Duration of an operation with the fault `slow`, in milliseconds. */
    private readonly slowness: number,
  ) {}

  check(request: rpc.CheckRequest): rpc.CheckResponse {
    const urn = request.getUrn();
    const inputs = { ...namesOf(plain(request.getOlds())), ...plain(request.getNews()) };
    // The engine's seed differs for each new resource, so a retained resource and its successor never share a name.
    const [input, name] = nameOf(typeOf(urn), nameIn(urn), urn, inputs, request.getRandomseed_asB64());
    const response = new rpc.CheckResponse();
    response.setInputs(toStruct({ ...plain(request.getNews()), ...(input === "urn" ? {} : { [input]: name }) }));
    return response;
  }

  diff(request: rpc.DiffRequest): rpc.DiffResponse {
    const changed = differences(plain(request.getOldInputs()), plain(request.getNews()));
    const replaces = replaced(changed, azureType(typeOf(request.getUrn())).forceNew);
    const response = new rpc.DiffResponse();
    response.setChanges(
      changed.size > 0 ? rpc.DiffResponse.DiffChanges.DIFF_SOME : rpc.DiffResponse.DiffChanges.DIFF_NONE,
    );
    response.setHasdetaileddiff(true);
    for (const [path, kind] of changed) {
      const detail = new rpc.PropertyDiff();
      detail.setKind(KINDS[kind][replaces.includes(path) ? "replace" : "plain"]);
      detail.setInputdiff(true);
      response.getDetaileddiffMap().set(path, detail);
    }
    response.setReplacesList(replaces);
    response.setDiffsList([...changed.keys()]);
    // Like the real provider, the simulated one deletes a resource before it creates the replacement.
    response.setDeletebeforereplace(replaces.length > 0);
    return response;
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    const [urn, inputs] = [request.getUrn(), plain(request.getProperties())];
    const response = new rpc.CreateResponse();
    if (request.getPreview()) {
      response.setProperties(toStruct(inputs));
      return response;
    }
    const token = typeOf(urn);
    const made = create(token, nameIn(urn), urn, inputs, this.subscriptionId);
    await this.takeTime(token, { operation: "create", id: made.id, inputs });
    const there = token.startsWith("random:")
      ? made
      : await this.perform((state) =>
          perform(state, token, { operation: "create", id: made.id, inputs }, made.outputs),
        );
    response.setId(made.id);
    response.setProperties(toStruct(there?.outputs ?? {}));
    return response;
  }

  async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    const [urn, id, inputs] = [request.getUrn(), request.getId(), plain(request.getNews())];
    const response = new rpc.UpdateResponse();
    if (request.getPreview()) {
      response.setProperties(toStruct({ ...plain(request.getOlds()), ...inputs }));
      return response;
    }
    const token = typeOf(urn);
    const made = create(token, nameIn(urn), urn, inputs, this.subscriptionId);
    const before = plain(request.getOldInputs());
    await this.takeTime(token, { operation: "update", id, inputs, before });
    const there = await this.perform((state) =>
      perform(state, token, { operation: "update", id, inputs, before }, made.outputs),
    );
    response.setProperties(toStruct(there?.outputs ?? {}));
    return response;
  }

  async delete(request: rpc.DeleteRequest): Promise<Empty> {
    const [token, id] = [typeOf(request.getUrn()), request.getId()];
    if (!token.startsWith("random:"))
      await this.perform((state) => perform(state, token, { operation: "delete", id, inputs: {} }, {}));
    return new Empty();
  }

  read(request: rpc.ReadRequest): rpc.ReadResponse {
    const response = new rpc.ReadResponse();
    const isRandom = typeOf(request.getUrn()).startsWith("random:");
    const found = isRandom ? undefined : read(this.store.load(), request.getId());
    if (found === undefined && !isRandom) return response;
    response.setId(request.getId());
    response.setProperties(found === undefined ? request.getProperties() : toStruct(found.outputs));
    const inputs = plain(request.getInputs());
    response.setInputs(toStruct(found === undefined ? inputs : readInputs(inputs, found.inputs)));
    return response;
  }

  invoke(request: rpc.InvokeRequest): rpc.InvokeResponse {
    const response = new rpc.InvokeResponse();
    response.setReturn(
      toStruct(call(request.getTok(), plain(request.getArgs()), this.subscriptionId, viewOf(this.store.load()))),
    );
    return response;
  }

  /** Begins the write of a child resource and waits for WRITE_MS, so that the write takes some time. */
  private async takeTime(token: string, change: Change): Promise<void> {
    if (azureType(token).updates === undefined) return;
    await this.perform((state) => beginWrite(state, token, change));
    await wait(WRITE_MS);
  }

  /** Performs an operation, and retries it after the same errors as the real provider. */
  private async perform<Made>(operation: (state: AzureState) => Made): Promise<Made> {
    for (let repeat = 0; ; repeat++) {
      const state = this.store.load();
      const slow = state.faults.some(({ kind }) => kind === "slow");
      if (slow) await wait(this.slowness);
      try {
        return operation(state);
      } catch (error) {
        if (!isRepeated(error) || repeat >= REPEATS) throw error;
        await wait(20);
      } finally {
        this.store.save(state);
      }
    }
  }
}

const { Kind } = rpc.PropertyDiff;
const KINDS = {
  add: { plain: Kind.ADD, replace: Kind.ADD_REPLACE },
  delete: { plain: Kind.DELETE, replace: Kind.DELETE_REPLACE },
  update: { plain: Kind.UPDATE, replace: Kind.UPDATE_REPLACE },
} as const;

/** Returns a resource's old inputs whose keys end in `Name`: an update keeps the names that Pulumi has generated. */
const namesOf = (olds: Properties): Properties =>
  Object.fromEntries(Object.entries(olds).filter(([key, value]) => /Name$/.test(key) && value !== UNKNOWN));

/** A running provider. */
export interface RunningProvider {
  readonly port: number;
  /** URL for the requests that the program sends to Azure Resource Manager without a provider. */
  readonly armEndpoint: string;
  stop(): void;
}

/** Serves the azure-native and random providers on 127.0.0.1. The engine learns the port from PULUMI_DEBUG_PROVIDERS. */
export async function serveProvider(store: Store, subscriptionId: string, slowness = 200): Promise<RunningProvider> {
  const server = new Server();
  // The engine opens one connection for each provider that it configures.
  const providers = new Map<string, Provider>();
  const provider = (peer: string) => providers.get(peer) ?? new Provider(store, subscriptionId, slowness);
  server.addService(ResourceProviderService, {
    handshake: unary(() => new rpc.ProviderHandshakeResponse()),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      return info;
    }),
    checkConfig: unary((request: rpc.CheckRequest) => {
      const response = new rpc.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(() => new rpc.DiffResponse()),
    configure: unary((request: rpc.ConfigureRequest, peer) => {
      const { subscriptionId: own } = plain(request.getArgs());
      providers.set(peer, new Provider(store, typeof own === "string" ? own : subscriptionId, slowness));
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(false);
      response.setSupportspreview(true);
      return response;
    }),
    check: unary((request: rpc.CheckRequest, peer) => provider(peer).check(request)),
    diff: unary((request: rpc.DiffRequest, peer) => provider(peer).diff(request)),
    create: unary((request: rpc.CreateRequest, peer) => provider(peer).create(request)),
    update: unary((request: rpc.UpdateRequest, peer) => provider(peer).update(request)),
    delete: unary((request: rpc.DeleteRequest, peer) => provider(peer).delete(request)),
    read: unary((request: rpc.ReadRequest, peer) => provider(peer).read(request)),
    invoke: unary((request: rpc.InvokeRequest, peer) => provider(peer).invoke(request)),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const actions = await serveActions(store);
  const stop = () => {
    server.forceShutdown();
    actions.stop();
  };
  return { port, armEndpoint: actions.endpoint, stop };
}
