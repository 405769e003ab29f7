import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

export interface RunOnMachine {
  /** Azure Resource Manager. Example: `https://management.azure.com`. */
  readonly endpoint: string;
  readonly token: string;
  readonly machineId: string;
  readonly script: string;
  readonly patience?: RunPatience;
}

/** How long an answer is waited for, in milliseconds. */
export interface RunPatience {
  /** For the script's end. Source: learn.microsoft.com/azure/virtual-machines/linux/run-command, 90 min. */
  readonly script: number;
  /** For Azure to answer again, where it or the way to it has trouble: longer than the script of a drain takes. */
  readonly trouble: number;
  /** Between two questions, where Azure names no time. */
  readonly poll: number;
}

const PATIENCE: RunPatience = { script: 90 * 60_000, trouble: 20 * 60_000, poll: 5_000 };
/** For one answer. */
const ANSWER_MS = 60_000;

const result = z.object({ value: z.array(z.object({ message: z.string().optional() })) });
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Runs a script on a machine and gives what it says; undefined where there is no such machine.
 * Source: Microsoft.Compute virtualMachines/runCommand, 2024-07-01: 202 with a place to ask, then 200 with the output.
 *
 * Asks again after 429, 5xx and a broken connection, and while another run command is in progress. Throws with Azure's
 * own words where it refuses, and when the time is up.
 */
export async function runOnMachine(args: RunOnMachine): Promise<string | undefined> {
  const { endpoint, token, machineId, script, patience = PATIENCE } = args;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const url = trusted(`${endpoint}${machineId}/runCommand?api-version=2024-07-01`, endpoint);
  const body = JSON.stringify({ commandId: "RunShellScript", script: script.split("\n") });
  const begun = Date.now();
  let response = await insistently(url, { method: "POST", headers, body }, patience);
  if (response.status === 404) return undefined;
  const place = response.headers.get("location");
  if (response.status === 202 && place !== null) {
    const answer = trusted(place, endpoint);
    while (response.status === 202) {
      if (Date.now() - begun > patience.script)
        throw new Error(`its run command has not ended within ${patience.script / 60_000} minutes`);
      await wait(retryAfter(response, patience));
      response = await insistently(answer, { headers }, patience);
    }
  }
  const { data } = result.safeParse(await said(response));
  return data?.value.map(({ message }) => message ?? "").join("\n") ?? "";
}

/** Asks until Azure answers with more than trouble. Throws with its words where it refuses: 404 is for the caller. */
async function insistently(url: URL, request: RequestInit, patience: RunPatience): Promise<Response> {
  const begun = Date.now();
  for (;;) {
    // A redirection would carry the token to another host.
    const options: RequestInit = { ...request, redirect: "error", signal: AbortSignal.timeout(ANSWER_MS) };
    const asked = await fetch(url, options).catch((error: unknown) => new Error(causeOf(error)));
    const problem = asked instanceof Error ? asked.message : await problemOf(asked.clone());
    if (!(asked instanceof Error) && (problem === undefined || (asked.status === 404 && request.method === "POST")))
      return asked;
    const passes = asked instanceof Error || isTransient(asked.status, problem ?? "");
    if (!passes || Date.now() - begun > patience.trouble) throw new Error(problem);
    await wait(asked instanceof Error ? patience.poll : retryAfter(asked, patience));
  }
}

/** What Azure says against it; undefined where it agrees. */
async function problemOf(response: Response): Promise<string | undefined> {
  if (response.ok) return undefined;
  const { data } = failure.safeParse(await said(response));
  return data ? `${data.error.code}: ${data.error.message}` : `HTTP ${response.status}`;
}

/**
 * A machine runs one command at a time, so that the answer to a lost question can be this conflict.
 * Source: github.com/Azure/azure-cli, issue 32305, for the message.
 */
const isTransient = (status: number, problem: string): boolean =>
  status === 429 || status >= 500 || (status === 409 && problem.includes("execution is in progress"));

const said = (response: Response): Promise<unknown> => response.json().catch(() => undefined);

/** Node says only "fetch failed", and the reason in its cause. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return `Azure Resource Manager does not answer: ${cause instanceof Error ? cause.message : error.message}`;
};

/** The time that Azure names, which may be a date, and at most a minute. */
function retryAfter(response: Response, { poll }: RunPatience): number {
  const named = response.headers.get("retry-after");
  if (named === null) return poll;
  const milliseconds = /^\d+$/.test(named) ? Number(named) * 1000 : Date.parse(named) - Date.now();
  return Number.isNaN(milliseconds) ? poll : Math.min(Math.max(milliseconds, 0), ANSWER_MS);
}

const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

/** The address, where the token may go there: the host of the endpoint by https, or this machine. */
function trusted(address: string, endpoint: string): URL {
  const [url, own] = [new URL(address, endpoint), new URL(endpoint)];
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.includes(url.hostname));
  if (!isSafe || url.host !== own.host || url.protocol !== own.protocol)
    throw new Error(`the token of Azure Resource Manager (${own.host}) is not sent to ${url.protocol}//${url.host}`);
  return url;
}

/** The address that stands for Azure Resource Manager's: one on this machine, for rehearsals. */
export function rehearsed(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined || endpoint === "") return undefined;
  if (!LOOPBACK.includes(new URL(endpoint).hostname))
    throw new Error(`an address in place of Azure Resource Manager's is on this machine, and not ${endpoint}`);
  return endpoint;
}
