import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { fillPlaces } from "../../../components/filePlaces";
import { rsyslogFiles } from "../../../components/forwarder/rsyslog/render";
import { findRsyslogd, freePort, lay } from "../../../rehearsal/rsyslog/daemon";
import { reroot } from "../../../rehearsal/rsyslog/reroot";
import type { ShippedFile } from "../../../rehearsal/shippedFiles";

/** Ours is what is shipped; stock is what today's recipes leave. */
export type Configuration = "ours" | "stock";

const loadResult = z.object({
  acknowledged: z.array(z.tuple([z.number(), z.number()])),
  stall: z.number(),
  refused: z.number(),
  seconds: z.number(),
});
export type LoadResult = z.output<typeof loadResult>;

const sinkResult = z.object({
  ranges: z.array(z.tuple([z.number(), z.number()])),
  taken: z.number(),
  duplicates: z.number(),
  disorder: z.number(),
});
export type SinkResult = z.output<typeof sinkResult>;

/** The agent's side. */
export interface Agent {
  /** Events taken so far. */
  taken(): number;
  stop(): Promise<SinkResult>;
  kill(): Promise<void>;
}

/** rsyslog's longest pause between two tries, action.resumeIntervalMax, and a little. */
const LONGEST_RETRY_MS = 33_000;

const isRoot = process.getuid?.() === 0;
let created = 0;

/** One rsyslogd between a load generator and the agent's side, in a network of its own where that is allowed. */
export class Lab {
  readonly root = mkdtempSync(join(tmpdir(), "qumulo-lab-"));
  private readonly network = isRoot ? `qlab${process.pid}n${created++}` : undefined;
  private rsyslogd: ChildProcess | undefined;
  private readonly sinks: SinkResult[] = [];

  private constructor(
    private readonly configuration: Configuration,
    private readonly spoolLimit: string,
    readonly port: number,
    readonly agentPort: number,
  ) {
    if (this.network !== undefined) {
      execFileSync("ip", ["netns", "add", this.network]);
      execFileSync("ip", ["-n", this.network, "link", "set", "lo", "up"]);
      if (configuration === "ours") this.boundSocketBuffers();
    }
    lay(this.root, this.files());
  }

  static async open(configuration: Configuration, spoolLimit = "20g"): Promise<Lab> {
    return new Lab(configuration, spoolLimit, await freePort(), await freePort());
  }

  /** The shipped sysctl file, in the lab's network. */
  private boundSocketBuffers(): void {
    const sysctl = readFileSync(
      join(__dirname, "../../../components/forwarder/service/90-qumulo-audit.sysctl"),
      "utf8",
    );
    for (const [, key = "", value = ""] of sysctl.matchAll(/^(net\.\S+) = (.+)$/gm)) {
      execFileSync("ip", ["netns", "exec", this.network ?? "", "sysctl", "-qw", `${key}=${value}`]);
    }
  }

  private files(): ShippedFile[] {
    const { root, port, agentPort, spoolLimit } = this;
    const spool = join(root, "spool");
    if (this.configuration === "stock") {
      const content = fillPlaces(readFileSync(join(__dirname, "stock.conf"), "utf8").replace(/^#.*\n/gm, ""), {
        port,
        agentPort,
        spool,
        spoolLimit,
      });
      return [{ path: join(root, "rsyslog.conf"), content }];
    }
    const senders = [{ name: "nas", clientCidrs: ["10.1.2.0/24"] }];
    const shipped = rsyslogFiles({ port: 514, spoolDirectory: "/var/spool/rsyslog", spoolLimit, senders });
    const files = shipped.map(({ path, content }) => ({ path: path.slice(path.lastIndexOf("/") + 1), content }));
    return reroot(files, { root, port, agentPort });
  }

  /** A command line inside the lab's network. */
  private inNetwork(command: readonly string[]): [string, string[]] {
    const all = this.network === undefined ? command : ["ip", "netns", "exec", this.network, ...command];
    const [program = "", ...args] = all;
    return [program, args];
  }

  start(): void {
    const { path, args, env } = findRsyslogd(this.root);
    const drop = isRoot ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];
    const options = ["-n", "-f", join(this.root, "rsyslog.conf"), "-i", join(this.root, "spool", "rsyslogd.pid")];
    const [program, rest] = this.inNetwork([...drop, path, ...args, ...options]);
    this.rsyslogd = spawn(program, rest, { stdio: "ignore", env: { ...process.env, ...env } });
  }

  /** Ends rsyslogd with a signal and waits. Gives the seconds it took. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number> {
    const begin = performance.now();
    const child = this.rsyslogd;
    this.rsyslogd = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return 0;
    child.kill(signal);
    await once(child, "exit");
    return (performance.now() - begin) / 1000;
  }

  /** Processor seconds and greatest memory of rsyslogd so far. */
  usage(): { cpuSeconds: number; megabytes: number } {
    const pid = this.rsyslogd?.pid ?? 0;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const ticks = Number(stat[11]) + Number(stat[12]);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return { cpuSeconds: ticks / 100, megabytes: Math.round(Number(peak) / 1024) };
  }

  /** Sends numbered events; resolves once all are sent. A rate of 0 is as fast as it goes. */
  async load(first: number, count: number, rate: number): Promise<LoadResult> {
    const args = ["127.0.0.1", this.port, "127.1.0.1", first, count, rate, "nas-1"].map(String);
    const [program, rest] = this.inNetwork(["python3", join(__dirname, "load.py"), ...args]);
    const child = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
    return loadResult.parse(JSON.parse(await text(child.stdout)));
  }

  /** Starts the agent's side. Its events count once it is stopped. */
  async agent(mode: "take" | "slow" | "hang", rate = 0): Promise<Agent> {
    const [program, rest] = this.inNetwork([
      "python3",
      join(__dirname, "sink.py"),
      String(this.agentPort),
      mode,
      String(rate),
    ]);
    const child = spawn(program, rest, { stdio: ["pipe", "pipe", "inherit"] });
    await once(child.stdout, "data");
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const lastLine = () => output.slice(0, output.lastIndexOf("\n")).split("\n").at(-1) ?? "";
    const taken = () => Number(/"taken": (\d+)/.exec(lastLine())?.[1] ?? 0);
    const stop = async () => {
      child.stdin.end();
      await once(child, "close");
      const result = sinkResult.parse(JSON.parse(lastLine()));
      this.sinks.push(result);
      return result;
    };
    const kill = async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    };
    return { taken, stop, kill };
  }

  /** Waits until the agents have taken as many as the loads had acknowledged, or nothing comes for longer than rsyslog waits between two tries. */
  async drained(agent: Agent, loads: readonly LoadResult[]): Promise<void> {
    const before = this.sinks.reduce((sum, { taken }) => sum + taken, 0);
    const expected = loads
      .flatMap(({ acknowledged }) => acknowledged)
      .reduce((sum, [from, to]) => sum + to - from + 1, 0);
    let last = -1;
    for (let quiet = 0; quiet < LONGEST_RETRY_MS && before + agent.taken() < expected; quiet += 250) {
      if (agent.taken() !== last) quiet = 0;
      last = agent.taken();
      await wait(250);
    }
    // A duplicate would come right behind.
    await wait(1000);
  }

  /** Events of the load that reached no agent. Only what TCP acknowledged counts. */
  lost(loads: readonly LoadResult[]): number {
    const come = new Set(this.sinks.flatMap(({ ranges }) => ranges.flatMap(expand)));
    const sent = loads.flatMap(({ acknowledged }) => acknowledged.flatMap(expand));
    return sent.filter((number) => !come.has(number)).length;
  }

  async close(): Promise<void> {
    await this.end("SIGKILL");
    await wait(50);
    if (this.network !== undefined) execFileSync("ip", ["netns", "del", this.network]);
    rmSync(this.root, { recursive: true, force: true });
  }
}

const expand = ([from, to]: readonly [number, number]): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
