import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { toMessage } from "../../rehearsal/qumulo/messages";
import { send } from "../../rehearsal/qumulo/send";
import { freePort, startRsyslog } from "../../rehearsal/rsyslog/daemon";
import { reroot } from "../../rehearsal/rsyslog/reroot";
import { shippedForwarder } from "../../rehearsal/shippedFiles";
import { graphOf } from "../exampleStacks";

const FLOODS = 10;
const EVENTS = 20_000;

/** Sends a flood. Gives how many events came to the agent, and in how many sessions. */
async function flood(): Promise<{ events: number; sessions: number }> {
  const root = mkdtempSync(join(tmpdir(), "qumulo-flood-"));
  const [port, agentPort] = [await freePort(), await freePort()];
  let [events, sessions] = [0, 0];
  const agent = createServer((socket) => {
    sessions += 1;
    socket.on("data", (chunk: Buffer) => {
      events += chunk.filter((byte) => byte === 10).length;
    });
  }).listen(agentPort, "127.0.0.1");
  await once(agent, "listening");
  const { files } = shippedForwarder(await graphOf("dev"));
  const rsyslog = await startRsyslog(root, reroot(files, { root, port, agentPort }), port);
  const messages = Array.from({ length: EVENTS }, (_, index) =>
    toMessage(Buffer.from(`event ${index}`), "nas-1", new Date()),
  );
  await send({ port, messages, addressOf: () => "127.0.0.1", sent: () => undefined });
  for (let quiet = 0; quiet < 20 && events < EVENTS; quiet++) {
    const before = events;
    await wait(100);
    if (events > before) quiet = 0;
  }
  const result = { events, sessions };
  await rsyslog.stop();
  agent.close();
  rmSync(root, { recursive: true });
  return result;
}

// Each worker of rsyslogd has a session of its own with the agent. One that ends while events still come may leave the
// last of them on disk.
it("the worker of the disk queue lives as long as events come: floods need two sessions, and all events arrive", async () => {
  const floods: Awaited<ReturnType<typeof flood>>[] = [];
  for (let count = 0; count < FLOODS; count++) floods.push(await flood());
  expect(floods.map(({ events }) => events)).toEqual(Array.from({ length: FLOODS }, () => EVENTS));
  // One flood in ten may have been interrupted. Without the pause after each batch they need about a hundred.
  expect(floods.reduce((total, { sessions }) => total + sessions, 0)).toBeLessThanOrEqual(2 * FLOODS + 2);
});
