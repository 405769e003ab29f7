import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { fillTemplate } from "../../../components/fileTemplate";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../../components/filter/noiseFilter";
import { rsyslogFiles, SPOOL_LIMIT_FILE } from "../../../components/forwarder/rsyslog/render";
import { serviceFiles } from "../../../components/forwarder/service/serviceFiles";
import { findRsyslogd, freePort, writeFiles } from "../../../simulator/rsyslog/daemon";
import type { DeployedFile } from "../../../simulator/rsyslog/deployedFiles";
import { reroot } from "../../../simulator/rsyslog/reroot";
import type { Configuration, LabOptions } from "./configuration";
import { SharedDisk } from "./disk";
import { addPeer, ip, PEER, type Sender } from "./network";
import { checkPrograms } from "./programs";
import { type LoadResult, loadResult, type SinkResult, sinkResult } from "./results";

/** A simulated agent. */
export interface Agent {
  /** The number of events received so far. */
  taken(): number;
  stop(): Promise<SinkResult>;
  kill(): Promise<void>;
}

/** How long a lab waits for further events: longer than rsyslog's retry interval (`ours` at most 4 s, `stock` 30 s). */
const PATIENCE_MS: Record<Configuration, number> = { ours: 10_000, "ours on Debian 13": 10_000, stock: 33_000 };

const isRoot = process.getuid?.() === 0;
let created = 0;

/** An rsyslogd between a load generator and a simulated agent, in its own network namespace if the tests run as root. */
export class Lab {
  readonly root = mkdtempSync(join(tmpdir(), "qumulo-lab-"));
  readonly spool = join(this.root, "spool");
  private readonly network = isRoot ? `qlab${process.pid}n${created++}` : undefined;
  private readonly near: Sender;
  /** The default sender: in the lab's own network namespace, or in a second one, behind a link that can break. */
  private readonly sender: Sender;
  private rsyslogd: ChildProcess | undefined;
  private readonly disk: SharedDisk | undefined;
  private readonly sinks: SinkResult[] = [];
  private readonly agents: ChildProcess[] = [];

  private constructor(
    private readonly configuration: Configuration,
    private readonly spoolMiB: number,
    readonly port: number,
    readonly agentPort: number,
    isApart: boolean,
    isOnSharedDisk: boolean,
    private readonly keep: NoiseFilter,
    private readonly descriptors: number | undefined,
  ) {
    this.near = { network: this.network, host: "127.0.0.1", source: "127.1.0.1" };
    this.sender = this.near;
    if (this.network !== undefined) {
      ip("netns", "add", this.network);
      ip("-n", this.network, "link", "set", "lo", "up");
      if (configuration !== "stock") {
        this.boundSocketBuffers();
        const [program, rest] = this.inNetwork(["nft", "-f", "-"]);
        execFileSync(program, rest, { input: this.deployedFile("qumulo-sessions.nft") });
      }
      if (isApart) this.sender = addPeer(this.network);
    }
    if (isOnSharedDisk) this.disk = new SharedDisk(this.root, configuration);
    writeFiles(this.root, this.files());
  }

  static async open(
    configuration: Configuration,
    {
      spoolMiB = 20_480,
      isApart = false,
      isOnSharedDisk = false,
      keep = KEEP_EVERYTHING,
      descriptors,
    }: LabOptions = {},
  ): Promise<Lab> {
    checkPrograms();
    const [port, agentPort] = [await freePort(), await freePort()];
    return new Lab(configuration, spoolMiB, port, agentPort, isApart, isOnSharedDisk, keep, descriptors);
  }

  /** Applies the deployed sysctl file to the lab's network namespace. */
  private boundSocketBuffers(): void {
    const sysctl = this.deployedFile("90-qumulo-audit.conf");
    for (const [, key = "", value = ""] of sysctl.matchAll(/^(net\.\S+) = (.+)$/gm)) {
      execFileSync("ip", ["netns", "exec", this.network ?? "", "sysctl", "-qw", `${key}=${value}`]);
    }
  }

  private files(): DeployedFile[] {
    const { root, port, agentPort, spool } = this;
    const spoolLimit = `${this.spoolMiB}m`;
    if (this.configuration === "stock") {
      const content = fillTemplate(readFileSync(join(__dirname, "stock.conf"), "utf8").replace(/^#.*\n/gm, ""), {
        port,
        agentPort,
        spool,
        spoolLimit,
      });
      return [{ path: join(root, "rsyslog.conf"), content }];
    }
    const senders = [{ name: "nas", nodeCidrs: ["10.1.2.0/24"] }];
    const deployed = rsyslogFiles({
      port: 514,
      spoolDirectory: "/var/spool/rsyslog",
      senders,
      filter: this.keep,
    });
    const files = deployed.map(({ path, content }) => ({ path: path.slice(path.lastIndexOf("/") + 1), content }));
    return reroot(files, { root, port, agentPort, spoolLimit }).map(({ path, content }) => ({
      path,
      content: content
        // Smaller files, so that a spool of a few MB has as many files as one of 57 GB.
        .replace('maxFileSize="64m"', this.spoolMiB < 64 ? 'maxFileSize="100k"' : 'maxFileSize="64m"')
        .replace('address="127.0.0.1" ', this.network === undefined ? 'address="127.0.0.1" ' : "")
        // Adds the peer's address to the cluster, because a flood from an unverified sender would be dropped.
        .replace('startswith "127.1."', `startswith ["127.1.", "${PEER}"]`),
    }));
  }

  /** Returns the command line that runs a command in the lab's network namespace. */
  private inNetwork(command: readonly string[], network = this.network): [string, string[]] {
    const all = network === undefined ? command : ["ip", "netns", "exec", network, ...command];
    const [program = "", ...args] = all;
    return [program, args];
  }

  /** Starts rsyslogd as the service does, with the configuration `by`. Returns the output of qumulo-spool-check. */
  start(by = this.configuration): string {
    const output = this.service("qumulo-spool-check", "start");
    const { path, args, env } = findRsyslogd(this.root, by === "ours on Debian 13" ? "rsyslog-debian13" : undefined);
    const drop = isRoot ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];
    const options = ["-n", "-f", join(this.root, "rsyslog.conf"), "-i", join(this.root, "spool", "rsyslogd.pid")];
    const limit = this.descriptors === undefined ? [] : ["prlimit", `--nofile=${this.descriptors}`];
    const [program, rest] = this.inNetwork([...limit, ...drop, path, ...args, ...options]);
    this.rsyslogd = spawn(program, rest, { stdio: "ignore", env: { ...process.env, ...env } });
    return output;
  }

  /** Sends rsyslogd a signal and waits until it has ended. Returns the seconds until then. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number> {
    const begin = performance.now();
    const child = this.rsyslogd;
    this.rsyslogd = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return 0;
    child.kill(signal);
    await once(child, "exit");
    return (performance.now() - begin) / 1000;
  }

  /** Returns rsyslogd's processor time and peak memory so far. */
  usage(): { cpuSeconds: number; megabytes: number } {
    const pid = this.rsyslogd?.pid ?? 0;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const ticks = Number(stat[11]) + Number(stat[12]);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return { cpuSeconds: ticks / 100, megabytes: Math.round(Number(peak) / 1024) };
  }

  /**
   * Restarts rsyslogd as systemd does, with the deployed ExecStop and ExecStartPost scripts. Runs `meanwhile` while rsyslogd
   * is stopped. Waits until rsyslogd listens again. Returns the output of qumulo-spool-check.
   */
  async restart(meanwhile: () => void = () => undefined, by = this.configuration): Promise<string> {
    this.service("qumulo-hold");
    await this.end("SIGTERM");
    meanwhile();
    const output = this.start(by);
    await this.listening();
    this.service("qumulo-release");
    return output;
  }

  private deployedFile(name: string): string {
    const { port, spool, spoolMiB } = this;
    const files = serviceFiles({ port, spoolDirectory: spool, mostSpoolGiB: spoolMiB / 1024 });
    return files.find(({ path }) => path.endsWith(`/${name}`))?.content ?? "exit 1";
  }

  /** Runs one of the deployed service scripts and returns its output. `stock` has no such scripts. */
  private service(name: "qumulo-hold" | "qumulo-release" | "qumulo-spool-check", ...args: string[]): string {
    if (this.configuration === "stock") return "";
    const rerooted = this.deployedFile(name).replaceAll(SPOOL_LIMIT_FILE, join(this.root, "spool.limit"));
    const [program, rest] = this.inNetwork(["sh", "-c", rerooted, name, ...args]);
    return execFileSync(program, rest, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  }

  /** Waits until rsyslogd listens. */
  async listening(): Promise<void> {
    const [program, rest] = this.inNetwork(["ss", "-Hltn", `sport = :${this.port}`]);
    for (let tries = 0; tries < 500 && execFileSync(program, rest, { encoding: "utf8" }) === ""; tries++)
      await wait(10);
  }

  /** Sends numbered events, as fast as possible if `rate` is 0. Waits until all are sent. Returns load.py's result. */
  async load(first: number, count: number, rate: number, from: "peer" | "near" | "node" = "peer", ...format: "json"[]) {
    const sender = { peer: this.sender, near: this.near, node: { ...this.near, source: "127.1.200.1" } }[from];
    const child = this.send(sender, "load.py", first, count, rate, "nas-1", ...format);
    return loadResult.parse(JSON.parse(await text(child.stdout)));
  }

  /** Opens sessions, at most `spread` per address: `idle` is the number of silent ones, `busy` of those that send. */
  crowd(idle: number, busy: number, first: number, each: number, spread = 500) {
    const child = this.send(this.sender, "crowd.py", idle, busy, first, each, spread);
    const sent = once(child.stdout, "data").then(([line]) => loadResult.parse(JSON.parse(String(line))));
    return { sent, close: () => void child.stdin.end() };
  }

  /** Sends foreign lines: half have another app-name, half name a cluster to which the sender does not belong. */
  async foreign(count: number): Promise<void> {
    await once(this.send({ ...this.near, source: "127.9.0.1" }, "foreign.py", count), "exit");
  }

  private send({ network, host, source }: Sender, program: string, ...args: (string | number)[]) {
    const command = ["python3", join(__dirname, program), host, this.port, source, ...args].map(String);
    const [path, rest] = this.inNetwork(command, network);
    return spawn(path, rest, { stdio: ["pipe", "pipe", "inherit"] });
  }

  /** Fills the disk that contains the spool, as other programs may do. */
  fillDisk(): void {
    this.disk?.fill();
  }

  /** Breaks or restores the link to the sender, without a FIN or RST for either side. */
  link(state: "up" | "down"): void {
    if (this.sender.network !== undefined) ip("-n", this.sender.network, "link", "set", "eth0", state);
  }

  /** Starts a simulated agent. `lost` counts an agent's events as received only after the agent's `stop`. */
  async agent(mode: "take" | "slow" | "hang", rate = 0): Promise<Agent> {
    const command = ["python3", join(__dirname, "sink.py"), ...[this.agentPort, mode, rate].map(String)];
    const [program, rest] = this.inNetwork(command);
    const child = spawn(program, rest, { stdio: ["pipe", "pipe", "inherit"] });
    this.agents.push(child);
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

  /** Waits until the agents have received as many events as TCP acknowledged, or nothing has arrived for `patience` ms. */
  async drained(agent: Agent, loads: readonly LoadResult[], patience = PATIENCE_MS[this.configuration]): Promise<void> {
    const before = this.sinks.reduce((sum, { taken }) => sum + taken, 0);
    const expected = loads
      .flatMap(({ acknowledged }) => acknowledged)
      .reduce((sum, [from, to]) => sum + to - from + 1, 0);
    let last = -1;
    for (let quiet = 0; quiet < patience && before + agent.taken() < expected; quiet += 250) {
      if (agent.taken() !== last) quiet = 0;
      last = agent.taken();
      await wait(250);
    }
    // Wait a little longer for duplicates, which would arrive right after the expected events.
    await wait(1000);
  }

  /** Returns how many of the loads' events were acknowledged by TCP but received by no agent. */
  lost(loads: readonly LoadResult[]): number {
    const received = new Set(this.sinks.flatMap(({ ranges }) => ranges.flatMap(expand)));
    const sent = loads.flatMap(({ acknowledged }) => acknowledged.flatMap(expand));
    return sent.filter((number) => !received.has(number)).length;
  }

  async close(): Promise<void> {
    await this.end("SIGKILL");
    for (const agent of this.agents) agent.kill("SIGKILL");
    await wait(50);
    for (const network of new Set([this.network, this.sender.network])) {
      if (network !== undefined) ip("netns", "del", network);
    }
    this.disk?.remove();
    rmSync(this.root, { recursive: true, force: true });
  }
}

const expand = ([from, to]: readonly [number, number]): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
