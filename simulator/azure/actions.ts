import { createServer, type IncomingMessage, type Server } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { AzureError, type Fault, faultOf, type Store } from "./azureState";
import { runScript } from "./machines";
import { NO_SUCH_VERSION, unknownVersion } from "./types/apiVersions";

/** Azure Resource Manager's own address, for what goes past the provider. */
export interface RunningActions {
  /** Example: `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  stop(): void;
}

const asked = z.object({ commandId: z.literal("RunShellScript"), script: z.array(z.string()) });

/** HTTP status of what Azure refuses. */
const STATUS: Readonly<Record<string, number>> = {
  ResourceNotFound: 404,
  TooManyRequests: 429,
  ServiceUnavailable: 503,
  InvalidParameter: 400,
};

/** What a question meets on its way. */
const ON_THE_WAY: Readonly<Partial<Record<Fault["kind"], number>>> = {
  throttled: 429,
  unavailable: 503,
  forgotten: 404,
};

/**
 * Serves the one action that the program asks for by itself: a script on a machine.
 * Source: Microsoft.Compute virtualMachines/runCommand: 202 with a place to ask, then 200 with what the script has said.
 */
export function serveActions(store: Store): Promise<RunningActions> {
  const said = new Map<string, { readonly machineId: string; readonly text: string }>();
  const server: Server = createServer(async (request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://localhost");
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    if (!/^Bearer \S/.test(request.headers.authorization ?? ""))
      return answer(401, error("AuthenticationFailed", "no token"));
    if (request.method === "GET") {
      const found = said.get(path);
      if (found === undefined) return answer(404, error("NotFound", path));
      const state = store.load();
      const fault = faultOf(state, { operation: "poll", id: found.machineId });
      store.save(state);
      const status = fault && ON_THE_WAY[fault.kind];
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
      const place = `/operations/${said.size}`;
      said.set(place, { machineId, text });
      // The script has begun, and its caller does not hear of it.
      if (faultOf(state, { operation: "poll", id: `${machineId}/answer` })?.kind === "reset") return response.destroy();
      return answer(202, {}, { location: `http://${request.headers.host}${place}`, "retry-after": "0" });
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
  const { data } = asked.safeParse(await json(request).catch(() => undefined));
  return data?.script.join("\n");
}

const error = (code: string, message: string) => ({ error: { code, message } });
