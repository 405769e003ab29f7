import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { libraryFolders, programIn } from "../../setup/make.mjs";
import { findPulumi } from "../../simulator/engine/cli";
import { providedFolder } from "../../simulator/provided";
import { describeWith } from "../needs";
import { everyCall } from "./printed";
import type { Call } from "./shell";

const home = mkdtempSync(join(tmpdir(), "qumulo-pulumi-"));
afterAll(() => rmSync(home, { recursive: true }));

let calls: Call[] = [];
beforeAll(async () => {
  calls = await everyCall();
});
const linesOf = (program: string): string[][] => [
  ...new Map(
    calls.filter(({ words }) => words[0] === program).map(({ words }) => [words.join("\0"), words.slice(1)]),
  ).values(),
];

/** Returns the Pulumi CLI's error for a command line, or null. The CLI parses the line without running the command. */
function askPulumi(words: readonly string[]): string | null {
  const flag = words.findIndex((word) => word.startsWith("-"));
  const command = flag === -1 ? words : words.slice(0, flag);
  const { status, stdout, stderr } = spawnSync(
    findPulumi() ?? "",
    [...command, "--help", ...words.slice(command.length)],
    {
      encoding: "utf8",
      env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
    },
  );
  if (status !== 0) return stderr;
  const usage = /^Usage:\n {2}pulumi ?(.*)/m.exec(stdout)?.[1] ?? "";
  const [, name = "", places = ""] = /^([a-z -]*?)((?: ?[<[].*)?)$/.exec(usage) ?? [];
  const depth = name === "" ? 0 : name.split(" ").length;
  const takesWords = places.replaceAll(/\[(?:flags|command|--)\]/g, "").trim() !== "";
  const next = words[depth];
  return next === undefined || next.startsWith("-") || takesWords ? null : `pulumi ${name} takes no '${next}'`;
}

describeWith("engine")("printed pulumi commands", () => {
  it("use only subcommands and flags that the Pulumi CLI knows", () => {
    // Checks only one of several lines that differ only in values, because the CLI does not check values while parsing.
    const kindOf = (words: readonly string[]) => words.filter((word, at) => at < 2 || word.startsWith("-")).join(" ");
    const distinct = [...new Map(linesOf("pulumi").map((words) => [kindOf(words), words])).values()];
    expect(distinct.length).toBeGreaterThan(10);
    expect(distinct.flatMap((words) => askPulumi(words) ?? [])).toEqual([]);
  });

  it.each([
    ["up --refrsh", "unknown flag: --refrsh"],
    ["config st a b", "pulumi config takes no 'st'"],
    ["destroy will delete the workspace", "pulumi destroy takes no 'will'"],
    ["stck output", "takes no 'stck'"],
  ])("are rejected if they are wrong, such as pulumi %s", (line, reason) => {
    expect(askPulumi(line.split(" "))).toContain(reason);
  });
});

const netcat = providedFolder("netcat");
describeWith("netcat")("printed nc commands", () => {
  const folder = netcat ?? "";
  const ends = async (words: readonly string[]) => {
    const env = { ...process.env, LD_LIBRARY_PATH: libraryFolders(folder).join(":") };
    const [code] = await once(spawn(programIn(folder, "nc.openbsd") ?? "", words, { env }), "close");
    return code;
  };

  it("succeed only if the endpoint answers", async () => {
    const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    // The test replaces the last two words, the endpoint's address and port, with those of its own server.
    const kinds = new Set(linesOf("nc").map((words) => words.slice(0, -2).join(" ")));
    expect(kinds).toEqual(new Set(["-vz", "-z"]));
    for (const words of linesOf("nc")) expect(words.at(-1)).toMatch(/^\d+$/);
    for (const kind of kinds) expect(await ends([kind, "127.0.0.1", String(port)])).toBe(0);
    server.close();
    await once(server, "close");
    for (const kind of kinds) expect(await ends([kind, "127.0.0.1", String(port)])).toBe(1);
  });
});
