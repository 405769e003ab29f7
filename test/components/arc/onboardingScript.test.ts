import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OnboardingScriptArgs, onboardingScript } from "../../../components/arc/onboardingScript";
import { cloudOf } from "../../../components/cloud";
import { KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";
import { rsyslogFiles } from "../../../components/forwarder/rsyslog/render";
import { anyOnboarding } from "../../oddNames";

const senders = [
  { name: "nas", nodeCidrs: ["10.1.2.0/24", "10.1.3.0/32"] },
  { name: "nas-01", nodeCidrs: ["10.9.0.0/16"] },
];

const ARGS: OnboardingScriptArgs = {
  stack: "prod",
  subscriptionId: "11111111-2222-3333-4444-555555555555",
  tenantId: "66666666-7777-8888-9999-aaaaaaaaaaaa",
  resourceGroupName: "rg-audit",
  location: "westeurope",
  cloud: "AzureCloud",
  nextServer: 0,
  port: 514,
  senders: [{ name: "nas-01", nodeCidrs: ["192.168.10.0/26"] }],
  filter: KEEP_EVERYTHING,
};

const bash = (args: readonly string[], input: string) => {
  const { status, stdout, stderr } = spawnSync("bash", [...args], { input, encoding: "utf8" });
  return { status, stdout, stderr };
};

/** Returns the arguments that the shell passes to `azcmagent` for connecting the server. */
function connects(script: string): string[] {
  const [command = ""] = /^ +azcmagent connect (?:.*\\\n)*.*$/m.exec(script) ?? [];
  const { stdout } = bash(["-s"], `azcmagent() { printf '%s\\n' "$@"; }\n${command}`);
  return stdout.trimEnd().split("\n");
}

/** Runs the parts of the script that write files. Returns the path, mode and content of each file. */
function writes(script: string): string {
  const part = (from: string, to: string) => script.slice(script.indexOf(`\n${from}`), script.indexOf(`\n${to}`));
  const commands = part("write /", "rsyslogd -N1") + part("write /etc/qumulo-allow-list.nft", "  nft --check");
  return bash(["-s"], `write() { printf '%s %s\\n' "$1" "$2"; cat; }\n${commands}\n`).stdout;
}

describe("the script for an Arc server with unusual but valid names", () => {
  it("accepts a resource group name with parentheses", () => {
    const script = onboardingScript({ ...ARGS, resourceGroupName: "rg-audit(prod)" });
    expect(bash(["-n"], script)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(connects(script)).toContain("rg-audit(prod)");
  });

  it("is valid bash, and passes every value to azcmagent unchanged", () => {
    fc.assert(
      fc.property(anyOnboarding, (args: OnboardingScriptArgs) => {
        const script = onboardingScript(args);
        expect(bash(["-n"], script)).toEqual({ status: 0, stdout: "", stderr: "" });
        const { subscriptionId, tenantId, resourceGroupName, location, cloud } = args;
        expect(connects(script)).toEqual([
          ...["connect", "--subscription-id", subscriptionId, "--tenant-id", tenantId],
          ...["--resource-group", resourceGroupName, "--location", location, "--cloud", cloud],
          ...["--tags", "ArcSQLServerExtensionDeployment=Disabled"],
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it("writes every file completely, even if a file contains another file's end marker", () => {
    const rule = { pathPrefixes: ["/a\\b", "$(id)", "`id`", "__SPOOL__", "END_OF_FILE"] };
    const script = onboardingScript({ ...ARGS, filter: { keep: "everything", include: [], exclude: [rule] } });
    const written = writes(script);
    expect(written.match(/^\/\S+ 0\d{3}$/gm)).toHaveLength(script.match(/^write \//gm)?.length ?? 0);
    for (const text of ["$(id)", "`id`", "__SPOOL__", "END_OF_FILE"]) expect(written).toContain(text);
  });
});

describe("the script for an Arc server", () => {
  const script = onboardingScript({
    stack: "test",
    subscriptionId: "sub",
    tenantId: "tenant",
    resourceGroupName: "rg",
    location: "westeurope",
    cloud: cloudOf("usgovernment").azcmagentName,
    nextServer: 0,
    port: 514,
    filter: KEEP_EVERYTHING,
    senders,
  });

  it("connects to the stack's group and cloud", () => {
    expect(script).toContain("--subscription-id sub --tenant-id tenant");
    expect(script).toContain("--resource-group rg --location westeurope --cloud AzureUSGovernment");
  });

  it("contains the same rsyslog files as Azure machines have, except for the spool folder", () => {
    for (const { content } of rsyslogFiles({
      port: 514,
      filter: KEEP_EVERYTHING,
      senders,
      spoolDirectory: "__SPOOL__",
    })) {
      expect(script).toContain(content.trimEnd());
    }
  });

  it("has a value for every placeholder", () => {
    expect(script).not.toMatch(/@[a-z][A-Za-z]*@/);
  });
});
