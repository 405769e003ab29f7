import { createServer, type Server } from "node:http";
import { NO_SUCH_VERSION, unknownVersion } from "./types/apiVersions";
import { AzureError, act, type Store } from "./world";

/** Azure Resource Manager's own address, for what goes past the provider. */
export interface RunningActions {
  /** Example: `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  stop(): void;
}

/**
 * Serves the one action that the program asks for by itself: a script on a machine.
 * Source: Microsoft.Compute virtualMachines/runCommand: 202 with a place to ask, then 200 with what the script has said.
 */
export function serveActions(store: Store): Promise<RunningActions> {
  const said = new Map<string, string>();
  const server: Server = createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://localhost");
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    if (!/^Bearer \S/.test(request.headers.authorization ?? ""))
      return answer(401, error("AuthenticationFailed", "no token"));
    const found = said.get(path);
    if (request.method === "GET")
      return found === undefined ? answer(404, error("NotFound", path)) : answer(200, { value: [{ message: found }] });
    const refused = unknownVersion("Microsoft.Compute/virtualMachines", query.get("api-version") ?? "");
    if (refused !== undefined) return answer(400, error(NO_SUCH_VERSION, refused));
    const state = store.load();
    try {
      const place = `/operations/${said.size}`;
      said.set(place, act(state, path.replace(/\/runCommand$/, "")));
      return answer(202, {}, { location: `http://${request.headers.host}${place}`, "retry-after": "0" });
    } catch (reason) {
      const code = reason instanceof AzureError ? reason.code : "InternalServerError";
      return answer(code === "ResourceNotFound" ? 404 : 409, error(code, String(reason)));
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

const error = (code: string, message: string) => ({ error: { code, message } });
