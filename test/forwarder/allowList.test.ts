import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allowListFiles } from "../../components/arc/allowList";
import { describeWith } from "../needs";
import { anyOnboarding } from "../oddNames";

const PORT = 514;
const [server, nodes] = [`qallow-s${process.pid}`, `qallow-n${process.pid}`];
const folder = mkdtempSync(join(tmpdir(), "qumulo-allow-"));
const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "inherit"] });
const inServer = (...command: string[]) =>
  spawnSync("ip", ["netns", "exec", server, ...command], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Whether a connection from the address `from` to the port at the server's address `to` succeeds. */
function reaches(from: string, to: string): boolean {
  const connect = `require("net").connect({port:${PORT},host:"${to}",localAddress:"${from}",timeout:700})
    .on("connect",()=>process.exit(0)).on("error",()=>process.exit(1)).on("timeout",()=>process.exit(2))`;
  return spawnSync("ip", ["netns", "exec", nodes, process.execPath, "-e", connect]).status === 0;
}

/** Loads the allow-list for these ranges with nft, as its systemd unit does. Returns nft's exit status and error output. */
function load(nodeCidrs: readonly string[], option = "-f") {
  const [rules] = allowListFiles({ port: PORT, senders: [{ name: "nas-01", nodeCidrs }] });
  const file = join(folder, "rules.nft");
  writeFileSync(file, rules?.content ?? "");
  const { status, stderr } = inServer("nft", option, file);
  return [status, stderr] as const;
}

const ALLOWED = "10.231.77.2";
const OTHER = "10.231.77.3";
const SERVER = "10.231.77.1";

describeWith("root")("an Arc server's allow-list, loaded in a network namespace", () => {
  let listener: ReturnType<typeof spawn>;
  beforeAll(async () => {
    for (const name of [server, nodes]) ip("netns", "add", name);
    ip("link", "add", "srv0", "netns", server, "type", "veth", "peer", "name", "nas0", "netns", nodes);
    for (const [name, device, ...addresses] of [
      [server, "srv0", `${SERVER}/24`, "fd77::1/64"],
      [nodes, "nas0", `${ALLOWED}/24`, `${OTHER}/24`, "fd77::2/64"],
    ] as const) {
      for (const address of addresses)
        ip("-n", name, "addr", "add", address, "dev", device, ...(address.includes("::") ? ["nodad"] : []));
      for (const link of [device, "lo"]) ip("-n", name, "link", "set", link, "up");
    }
    const listen = `require("net").createServer((socket)=>socket.end()).listen(${PORT},"::",()=>console.log("up"))`;
    listener = spawn("ip", ["netns", "exec", server, process.execPath, "-e", listen], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (listener.stdout !== null) await once(listener.stdout, "data");
  });
  afterAll(async () => {
    listener.kill("SIGKILL");
    await once(listener, "exit");
    for (const name of [server, nodes]) ip("netns", "del", name);
    rmSync(folder, { recursive: true });
  });

  it("accepts connections from a node, but not from another address or over IPv6", () => {
    expect([reaches(ALLOWED, SERVER), reaches(OTHER, SERVER), reaches("fd77::2", "fd77::1")]).toEqual([
      true,
      true,
      true,
    ]);
    expect(load([`${ALLOWED}/32`])).toEqual([0, ""]);
    expect([reaches(ALLOWED, SERVER), reaches(OTHER, SERVER), reaches("fd77::2", "fd77::1")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("exists only once, however often it is loaded, and can be replaced by one for other clusters", () => {
    expect([load([`${OTHER}/32`]), load([`${OTHER}/32`])]).toEqual([
      [0, ""],
      [0, ""],
    ]);
    expect([reaches(ALLOWED, SERVER), reaches(OTHER, SERVER)]).toEqual([false, true]);
    expect(inServer("nft", "list", "ruleset").stdout.match(/^table /gm)).toHaveLength(1);
  });

  it("accepts only connections from the server itself if there is no cluster", () => {
    expect(load([])).toEqual([0, ""]);
    expect([reaches(ALLOWED, SERVER), reaches(OTHER, SERVER)]).toEqual([false, false]);
    const itself = `require("net").connect(${PORT},"127.0.0.1").on("connect",()=>process.exit(0))`;
    expect(inServer(process.execPath, "-e", itself).status).toBe(0);
  });

  it("does not allow what another firewall blocks", () => {
    const other = `table inet filter { chain input { type filter hook input priority 0; policy accept; ip saddr ${ALLOWED} drop; }; }`;
    expect(inServer("nft", other).status).toBe(0);
    expect(load([`${ALLOWED}/32`, `${OTHER}/32`])).toEqual([0, ""]);
    expect([reaches(ALLOWED, SERVER), reaches(OTHER, SERVER)]).toEqual([false, true]);
    inServer("nft", "delete", "table", "inet", "filter");
  });

  it("is removed by its unit's stop command", () => {
    const [, unit] = allowListFiles({ port: PORT, senders: [] });
    const [, command = ""] = /^ExecStop=-\/usr\/sbin\/(.*)$/m.exec(unit?.content ?? "") ?? [];
    expect(inServer(...command.split(" ")).status).toBe(0);
    expect([reaches(ALLOWED, SERVER), reaches(OTHER, SERVER)]).toEqual([true, true]);
  });

  it("is accepted by nft for any cluster ranges, even overlapping ones", () => {
    expect(load(["10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/16", "10.2.3.4/32", "0.0.0.0/0"])).toEqual([0, ""]);
    fc.assert(
      fc.property(anyOnboarding, ({ senders }) => {
        expect(
          load(
            senders.flatMap(({ nodeCidrs }) => nodeCidrs),
            "-cf",
          ),
        ).toEqual([0, ""]);
      }),
      { numRuns: 20 },
    );
  });
});
