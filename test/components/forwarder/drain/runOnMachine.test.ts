import { createServer, type RequestListener } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runOnMachine, simulatedEndpoint } from "../../../../components/forwarder/drain/runOnMachine";
import { type RunningActions, serveActions } from "../../../../simulator/azure/actions";
import type { Fault } from "../../../../simulator/azure/azureState";
import { emptyAzureState } from "../../../../simulator/azure/azureState";

const machineId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-0";
const azureState = emptyAzureState();
let azure: RunningActions;
beforeAll(async () => {
  azure = await serveActions({ load: () => azureState, save: () => undefined });
});
afterAll(() => azure.stop());
beforeEach(() => {
  azureState.machines[machineId.toLowerCase()] = { power: "running", senders: "taken", drained: false };
  azureState.calls = [];
  azureState.faults = [];
});
const limits = { script: 3_000, trouble: 500, poll: 10 };
const run = (change: Partial<Parameters<typeof runOnMachine>[0]> = {}) =>
  runOnMachine({ endpoint: azure.endpoint, token: "t", machineId, script: "true", limits, ...change });
const meets = (...faults: Omit<Fault, "id">[]) =>
  azureState.faults.push(...faults.map((fault) => ({ ...fault, id: "/vm-0" })));

describe("a script that runs on a machine", () => {
  it("returns its output once it has ended", async () => {
    expect(await run()).toContain("accepts senders: vm-0");
    expect(azureState.calls).toEqual([{ operation: "run", token: expect.any(String), id: machineId }]);
  });

  it("returns nothing if the machine does not exist", async () => {
    expect(await run({ machineId: `${machineId}-gone` })).toBeUndefined();
  });

  it("fails with Azure's message", async () => {
    meets({ operation: "run", kind: "conflict" });
    await expect(run()).rejects.toThrow("ScopeLocked: ");
    await expect(run({ token: "" })).rejects.toThrow("AuthenticationFailed: no token");
  });

  it.each(["busy", "throttled", "unavailable"] as const)("is started again after the error '%s'", async (kind) => {
    meets({ operation: "run", kind, times: 3 });
    expect(await run()).toContain("accepts senders: vm-0");
    expect(azureState.calls).toHaveLength(4);
  });

  it.each(["throttled", "unavailable", "reset"] as const)(
    "is not started again if the request for its result is %s: the result is requested again",
    async (kind) => {
      meets({ operation: "poll", kind, times: 3 });
      expect(await run()).toContain("accepts senders: vm-0");
      expect(azureState.calls).toHaveLength(1);
    },
  );

  it("is started again if the answer to the first request is lost", async () => {
    azureState.faults.push({ operation: "poll", id: "/vm-0/answer", kind: "reset" });
    expect(await run()).toContain("accepts senders: vm-0");
    expect(azureState.calls).toHaveLength(2);
  });

  it("fails if the request for its result returns 404: only a 404 for the request to start it means that the machine does not exist", async () => {
    meets({ operation: "poll", kind: "forgotten" });
    await expect(run()).rejects.toThrow("Trouble: ask again");
  });

  it("fails once Azure has returned errors for too long", async () => {
    meets({ operation: "poll", kind: "unavailable", times: 100_000 });
    await expect(run()).rejects.toThrow("Trouble: ask again");
  });
});

describe("the Azure Resource Manager token", () => {
  /**
   * Runs a script through a server that responds with `answer`. Returns the tokens that a second server received, and
   * the errors.
   */
  async function askedElsewhere(answer: (elsewhere: string) => RequestListener): Promise<string[]> {
    const asked: string[] = [];
    const listen = (listener: RequestListener) =>
      new Promise<{ address: string; close: () => void }>((resolve) => {
        const server = createServer(listener).listen(0, "127.0.0.1", () => {
          const address = server.address();
          const port = typeof address === "object" ? address?.port : undefined;
          resolve({ address: `http://127.0.0.1:${port}`, close: () => void server.close() });
        });
      });
    const elsewhere = await listen((request, response) => {
      asked.push(`${request.headers.authorization}`);
      response.end("{}");
    });
    const here = await listen(answer(elsewhere.address));
    await run({ endpoint: here.address }).catch((error: unknown) => asked.push(String(error)));
    here.close();
    elsewhere.close();
    return asked;
  }

  it("is not sent to another host, even if a response names that host as the place of the result", async () => {
    const asked = await askedElsewhere((elsewhere) => (_, response) => {
      response.writeHead(202, { location: `${elsewhere}/operations/1`, "retry-after": "0" }).end();
    });
    expect(asked).toEqual([
      expect.stringMatching(/^Error: the token of Azure Resource Manager \(127.* is not sent to/),
    ]);
  });

  it("is not sent to the target of a redirect", async () => {
    const asked = await askedElsewhere((elsewhere) => (_, response) => {
      response.writeHead(307, { location: elsewhere }).end();
    });
    expect(asked).toEqual([expect.stringContaining("does not answer")]);
  });

  it("is sent only over HTTPS or to this machine", async () => {
    await expect(run({ endpoint: "http://management.azure.com" })).rejects.toThrow("is not sent to http://management");
    expect(() => simulatedEndpoint("https://management.example.com")).toThrow("must be on this machine");
    expect([simulatedEndpoint(undefined), simulatedEndpoint(azure.endpoint)]).toEqual([undefined, azure.endpoint]);
  });
});
