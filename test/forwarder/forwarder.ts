import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { rsyslogFiles } from "../../components/forwarder/rsyslog/render";
import { listen } from "../../simulator/agent/listener";
import { freePort, type Rsyslog, startRsyslog } from "../../simulator/rsyslog/daemon";
import type { DeployedFile } from "../../simulator/rsyslog/deployedFiles";
import { reroot } from "../../simulator/rsyslog/reroot";

/** The address of a node in the cluster nas, and an address that belongs to no cluster. */
export const NODE = "127.1.0.1";
export const STRANGER = "127.9.0.1";

/** A real rsyslogd with the deployed files for a cluster named nas, and a simulated agent that a test can start. */
export class Forwarder {
  readonly root = mkdtempSync(join(tmpdir(), "qumulo-forwarder-"));
  /** The lines that the agent has received. */
  readonly received: string[] = [];
  private rsyslog: Rsyslog | undefined;
  private agent: Awaited<ReturnType<typeof listen>> | undefined;

  private constructor(
    private readonly port: number,
    private readonly agentPort: number,
  ) {}

  static open = async (): Promise<Forwarder> => new Forwarder(await freePort(), await freePort());

  /** Writes the deployed files, each changed by `change`, and starts rsyslogd. */
  async start(change: (content: string) => string = (content) => content): Promise<void> {
    const { root, port, agentPort } = this;
    const senders = [{ name: "nas", nodeCidrs: ["10.1.2.0/24"] }];
    const args = {
      port: 514,
      spoolDirectory: "/var/spool/rsyslog",
      spoolLimit: "1g",
      senders,
      filter: KEEP_EVERYTHING,
    };
    const files = rsyslogFiles(args).map(
      ({ path, content }): DeployedFile => ({ path: path.slice(path.lastIndexOf("/") + 1), content: change(content) }),
    );
    this.rsyslog = await startRsyslog(root, reroot(files, { root, port, agentPort }), port);
  }

  /** Sends lines in a new session, and waits until rsyslogd has read them and closed the session. */
  async send(lines: readonly (string | Buffer)[], from = NODE): Promise<void> {
    const session = connect({ port: this.port, host: "127.0.0.1", localAddress: from });
    for (const line of lines) session.write(Buffer.concat([Buffer.from(line), Buffer.from("\n")]));
    // rsyslogd closes its side of the session once it has read everything.
    session.resume().end();
    await once(session, "close");
  }

  /** Starts the simulated agent. */
  async startAgent(): Promise<void> {
    this.agent = await listen(this.agentPort, (line) => this.received.push(line));
  }

  /** Returns the bodies of all lines with this app-name that the agent has received. */
  bodies = (appName: string): string[] =>
    this.received.flatMap((line) => new RegExp(`^<134>1 \\S+ \\S+ ${appName} - - - (.*)$`, "s").exec(line)?.[1] ?? []);

  async stop(): Promise<void> {
    await this.rsyslog?.stop();
    this.rsyslog = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.agent?.close();
    rmSync(this.root, { recursive: true });
  }
}
