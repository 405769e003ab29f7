import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { syslogContract } from "../../components/syslogContract";
import { program } from "../../infra/program";
import { agentRule, collect } from "../../simulator/agent/filter";
import { listen } from "../../simulator/agent/listener";
import { recordProgram } from "../../simulator/engine/recordProgram";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { freePort, startRsyslog } from "../../simulator/rsyslog/daemon";
import { deployedForwarder } from "../../simulator/rsyslog/deployedFiles";
import { addressOf, checkedClusters, reroot } from "../../simulator/rsyslog/reroot";
import { type SyslogRow, syslogRow } from "../../simulator/workspace/syslog";

/** How long `arrived` waits for a further row by default, in ms. */
const QUIET_MS = 4_000;

/** A real rsyslogd with a stack's deployed files, and the rows that its simulated agent has collected. */
export interface Forwarder {
  readonly rows: SyslogRow[];
  /** Opens a session from the node's address. Errors only close the socket, because an attack may break the session. */
  session(node: string): Promise<Socket>;
  /** Waits until each text is in a row, or `quietMs` have passed without a new row. Returns the texts that are in no row. */
  arrived(texts: readonly string[], quietMs?: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts the stack's forwarder with a simulated agent. */
export async function startForwarder(config: StackConfig): Promise<Forwarder> {
  const graph = await recordProgram(program, config);
  const deployed = deployedForwarder(graph);
  const collector = { ...deployed, workspaceId: "w" };
  const root = mkdtempSync(join(tmpdir(), "qumulo-attacks-"));
  const [port, agentPort] = [await freePort(), await freePort()];
  const rule = agentRule(graph);
  const rows: SyslogRow[] = [];
  const agent = await listen(agentPort, (line) => {
    const collected = collect(rule, line);
    if (collected !== undefined && collected.line.appName !== syslogContract.appName.forwarder)
      rows.push(syslogRow(collected, collector, new Date()));
  });
  const clusters = checkedClusters(deployed.files);
  const rsyslog = await startRsyslog(root, reroot(deployed.files, { root, port, agentPort }), port);
  return {
    rows,
    async session(node) {
      const socket = connect({ port, host: "127.0.0.1", localAddress: addressOf(node, clusters) });
      socket.on("error", () => socket.destroy());
      await once(socket, "connect");
      return socket;
    },
    async arrived(texts, quietMs = QUIET_MS) {
      const missing = new Set(texts);
      let [seen, quiet] = [0, 0];
      while (missing.size > 0 && quiet < quietMs) {
        for (; seen < rows.length; seen += 1, quiet = 0)
          for (const text of missing) if (String(rows[seen]?.SyslogMessage).includes(text)) missing.delete(text);
        await wait(20);
        quiet += 20;
      }
      // Wait a little longer for duplicates, which would arrive right after the expected rows.
      await wait(100);
      return [...missing];
    },
    async stop() {
      await rsyslog.stop();
      await agent.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
