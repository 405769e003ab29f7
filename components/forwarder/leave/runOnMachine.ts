import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

export interface RunOnMachine {
  /** Azure Resource Manager. Example: `https://management.azure.com`. */
  readonly endpoint: string;
  readonly token: string;
  readonly machineId: string;
  readonly script: string;
}

const result = z.object({ value: z.array(z.object({ message: z.string().optional() })) });
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Longest that an answer is waited for. Source: learn.microsoft.com/azure/virtual-machines/linux/run-command, 90 min. */
const LONGEST_MS = 90 * 60_000;
const POLL_MS = 5_000;

/**
 * Runs a script on a machine and gives what it says; undefined where there is no such machine.
 * Source: Microsoft.Compute virtualMachines/runCommand, 2024-07-01: 202 with a place to ask, then 200 with the output.
 * Throws with Azure's own words where it refuses.
 */
export async function runOnMachine({ endpoint, token, machineId, script }: RunOnMachine): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const begun = Date.now();
  let response = await fetch(`${endpoint}${machineId}/runCommand?api-version=2024-07-01`, {
    method: "POST",
    headers,
    body: JSON.stringify({ commandId: "RunShellScript", script: script.split("\n") }),
  });
  const place = response.headers.get("location");
  while (response.status === 202 && place !== null) {
    if (Date.now() - begun > LONGEST_MS) throw new Error("its run command has not ended within 90 minutes");
    await wait(Number(response.headers.get("retry-after") ?? POLL_MS / 1000) * 1000);
    response = await fetch(place, { headers });
  }
  if (response.status === 404) return undefined;
  const body: unknown = await response.json().catch(() => undefined);
  const { data: refused } = failure.safeParse(body);
  if (!response.ok)
    throw new Error(refused ? `${refused.error.code}: ${refused.error.message}` : `HTTP ${response.status}`);
  const { data } = result.safeParse(body);
  return data?.value.map(({ message }) => message ?? "").join("\n") ?? "";
}
