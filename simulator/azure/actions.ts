import { createServer, type IncomingMessage, type Server } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { AzureError, type Fault, faultOf, type Store } from "./azureState";
import { runScript } from "./machines";
import { NO_SUCH_VERSION, unknownVersion } from "./types/apiVersions";

/** The simulated Azure Resource Manager, for requests that the program sends without a provider. */
export interface RunningActions {
  /** Example: `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  stop(): void;
}

const runCommandBody = z.object({ commandId: z.literal("RunShellScript"), script: z.array(z.string()) });

/** The HTTP statuses of Azure's error codes. A code that is not listed has the status 409. */
const STATUS: Readonly<Record<string, number>> = {
  ResourceNotFound: 404,
  TooManyRequests: 429,
  ServiceUnavailable: 503,
  InvalidParameter: 400,
};

/** The HTTP status with which a request for a script's result fails, by kind of fault. */
const POLL_FAULTS: Readonly<Partial<Record<Fault["kind"], number>>> = {
  throttled: 429,
  unavailable: 503,
  forgotten: 404,
};

/**
 * Serves the only operation that the program starts without a provider: to run a script on a machine.
 * Source: Microsoft.Compute virtualMachines/runCommand: 202 with the operation's URL, then 200 with the script's output.
 */
export function serveActions(store: Store): Promise<RunningActions> {
  const outputs = new Map<string, { readonly machineId: string; readonly text: string }>();
  const server: Server = createServer(async (request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://localhost");
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    if (!/^Bearer \S/.test(request.headers.authorization ?? ""))
      return answer(401, error("AuthenticationFailed", "no token"));
    if (request.method === "GET") {
      const found = outputs.get(path);
      if (found === undefined) return answer(404, error("NotFound", path));
      const state = store.load();
      const fault = faultOf(state, { operation: "poll", id: found.machineId });
      store.save(state);
      const status = fault && POLL_FAULTS[fault.kind];
      if (fault?.kind === "reset") return response.destroy();
      if (status !== undefined) return answer(status, error("Trouble", "ask again"), { "retry-after": "0" });
      return answer(200, { value: [{ message: found.text }] });
    }
    const refused = unknownVersion("Microsoft.Compute/virtualMachines", query.get("api-version") ?? "");
    if (refused !== undefined) return answer(400, error(NO_SUCH_VERSION, refused));
    const machineId = path.replace(/\/runCommand$/, "");
    const script = await scriptOf(request);
    const state = store.load();
    try {
      if (script === undefined) throw new AzureError("InvalidParameter", "a run command needs a script");
      const text = runScript(state, machineId, script);
      const operation = `/operations/${outputs.size}`;
      outputs.set(operation, { machineId, text });
      // The script has run, but the caller gets no answer.
      if (faultOf(state, { operation: "poll", id: `${machineId}/answer` })?.kind === "reset") return response.destroy();
      return answer(202, {}, { location: `http://${request.headers.host}${operation}`, "retry-after": "0" });
    } catch (reason) {
      const code = reason instanceof AzureError ? reason.code : "InternalServerError";
      return answer(STATUS[code] ?? 409, error(code, String(reason)), { "retry-after": "0" });
    } finally {
      store.save(state);
    }
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      resolve({ endpoint: `http://127.0.0.1:${port}`, stop: () => void server.close() });
    }),
  );
}

async function scriptOf(request: IncomingMessage): Promise<string | undefined> {
  const { data } = runCommandBody.safeParse(await json(request).catch(() => undefined));
  return data?.script.join("\n");
}

const error = (code: string, message: string) => ({ error: { code, message } });
