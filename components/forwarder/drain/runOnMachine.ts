import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

export interface RunOnMachine {
  /** Azure Resource Manager endpoint. Example: `https://management.azure.com`. */
  readonly endpoint: string;
  readonly token: string;
  /** Resource id of the machine. */
  readonly machineId: string;
  /** Text of the shell script. */
  readonly script: string;
  readonly limits?: RunLimits;
}

/** Time limits, in milliseconds. */
export interface RunLimits {
  /** How long the script may run. Source: learn.microsoft.com/azure/virtual-machines/linux/run-command, 90 min. */
  readonly script: number;
  /**
   * How long requests may keep failing, for example because of lost connections. This limit is longer than a drain takes.
   */
  readonly trouble: number;
  /** Pause between two requests if Azure's response does not specify how long to wait. */
  readonly poll: number;
}

const LIMITS: RunLimits = { script: 90 * 60_000, trouble: 20 * 60_000, poll: 5_000 };
/** Time limit for one request, in milliseconds. */
const REQUEST_MS = 60_000;

const result = z.object({ value: z.array(z.object({ message: z.string().optional() })) });
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Runs a script on a machine and returns the script's output. Returns undefined if the machine does not exist.
 * Source: Microsoft.Compute virtualMachines/runCommand, 2024-07-01: 202 with the address of the result, then 200 with the output.
 *
 * Repeats a request after status 429 or 5xx, after a lost connection, and while another run command is in progress. Throws if
 * Azure refuses the request (with Azure's message) or if a time limit is exceeded.
 */
export async function runOnMachine(args: RunOnMachine): Promise<string | undefined> {
  const { endpoint, token, machineId, script, limits = LIMITS } = args;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const url = trusted(`${endpoint}${machineId}/runCommand?api-version=2024-07-01`, endpoint);
  const body = JSON.stringify({ commandId: "RunShellScript", script: script.split("\n") });
  const start = Date.now();
  let response = await fetchInsistently(url, { method: "POST", headers, body }, limits);
  if (response.status === 404) return undefined;
  const location = response.headers.get("location");
  if (response.status === 202 && location !== null) {
    const resultUrl = trusted(location, endpoint);
    while (response.status === 202) {
      if (Date.now() - start > limits.script)
        throw new Error(`its run command has not ended within ${limits.script / 60_000} minutes`);
      await wait(retryAfter(response, limits));
      response = await fetchInsistently(resultUrl, { headers }, limits);
    }
  }
  const { data } = result.safeParse(await bodyOf(response));
  return data?.value.map(({ message }) => message ?? "").join("\n") ?? "";
}

/**
 * Repeats a request while its failure may be temporary, but only for as long as `limits.trouble`. Throws Azure's message if
 * Azure refuses the request. If a POST gets status 404, returns the response, because the caller handles this case.
 */
async function fetchInsistently(url: URL, request: RequestInit, limits: RunLimits): Promise<Response> {
  const start = Date.now();
  for (;;) {
    // A redirect could send the token to another host.
    const options: RequestInit = { ...request, redirect: "error", signal: AbortSignal.timeout(REQUEST_MS) };
    const response = await fetch(url, options).catch((error: unknown) => new Error(causeOf(error)));
    const problem = response instanceof Error ? response.message : await problemOf(response.clone());
    if (
      !(response instanceof Error) &&
      (problem === undefined || (response.status === 404 && request.method === "POST"))
    )
      return response;
    const mayPass = response instanceof Error || isTransient(response.status, problem ?? "");
    if (!mayPass || Date.now() - start > limits.trouble) throw new Error(problem);
    await wait(response instanceof Error ? limits.poll : retryAfter(response, limits));
  }
}

/** Returns Azure's error message; undefined if the response is not an error. */
async function problemOf(response: Response): Promise<string | undefined> {
  if (response.ok) return undefined;
  const { data } = failure.safeParse(await bodyOf(response));
  return data ? `${data.error.code}: ${data.error.message}` : `HTTP ${response.status}`;
}

/**
 * Whether an error may be temporary. A machine runs one command at a time, so a request that is repeated after a lost
 * connection can conflict with the first one. Source of the message: github.com/Azure/azure-cli, issue 32305.
 */
const isTransient = (status: number, problem: string): boolean =>
  status === 429 || status >= 500 || (status === 409 && problem.includes("execution is in progress"));

const bodyOf = (response: Response): Promise<unknown> => response.json().catch(() => undefined);

/** Returns the message for a lost connection. Node's own message is only "fetch failed"; the reason is in the error's `cause`. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return `Azure Resource Manager does not answer: ${cause instanceof Error ? cause.message : error.message}`;
};

/**
 * Returns the number of milliseconds to wait before the next request: the value of the response's retry-after header, which
 * is in seconds or a date, but at most one minute. Without a valid header, returns `poll`.
 */
function retryAfter(response: Response, { poll }: RunLimits): number {
  const header = response.headers.get("retry-after");
  if (header === null) return poll;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? poll : Math.min(Math.max(milliseconds, 0), REQUEST_MS);
}

const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

/**
 * Returns the address as a URL. Throws if the token must not be sent there: the address must have the endpoint's host and
 * protocol, and the protocol must be HTTPS unless the host is this machine.
 */
function trusted(address: string, endpoint: string): URL {
  const [url, own] = [new URL(address, endpoint), new URL(endpoint)];
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.includes(url.hostname));
  if (!isSafe || url.host !== own.host || url.protocol !== own.protocol)
    throw new Error(`the token of Azure Resource Manager (${own.host}) is not sent to ${url.protocol}//${url.host}`);
  return url;
}

/**
 * Returns the simulated Azure Resource Manager's address; undefined if there is none. Throws if the address is not on this
 * machine.
 */
export function simulatedEndpoint(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined || endpoint === "") return undefined;
  if (!LOOPBACK.includes(new URL(endpoint).hostname))
    throw new Error(`the simulated Azure Resource Manager must be on this machine, but its address is ${endpoint}`);
  return endpoint;
}
