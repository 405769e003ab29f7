import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { program } from "../../infra/program";
import type { Graph } from "../../simulator/engine/graph";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { graphOf, stackConfig, stacks } from "../exampleStacks";

describe("the outputs of a stack", () => {
  it("contain the endpoint for Qumulo", async () => {
    expect((await graphOf("dev")).outputs.syslogEndpoint).toEqual({
      address: "10.90.0.62",
      port: 514,
      protocol: "tcp",
      url: "tcp://10.90.0.62:514",
    });
    expect((await graphOf("arcOnly")).outputs.syslogEndpoint).toMatchObject({ address: "192.168.10.20" });
  });

  it("contain each cluster's commands for old and new versions of Core, with the cluster's format and endpoint", async () => {
    const { prodnas, "plant-01": plant } = (await graphOf("prod")).outputs.qumuloCommands as Record<string, unknown>;
    expect(prodnas).toEqual({
      beforeYouPaste: expect.stringContaining("If the name prodnas does not resolve"),
      core6_0To7_8: {
        send: [
          "qq --host prodnas login -u admin",
          "qq --host prodnas audit_set_syslog_config --enable --json --server-address 10.90.1.62 --server-port 514",
          "qq --host prodnas audit_get_syslog_status",
        ],
        stop: ["qq --host prodnas login -u admin", "qq --host prodnas audit_set_syslog_config --disable"],
      },
      coreFrom7_9: {
        send: [
          "qq --host prodnas login -u admin",
          "qq --host prodnas audit_create_destination --name azure-prod --type SYSLOG --json -s 10.90.1.62 -p 514 --enable",
          "qq --host prodnas audit_list_destinations",
          "qq --host prodnas audit_get_destination_status --id ID",
        ],
        stop: [
          "qq --host prodnas login -u admin",
          "qq --host prodnas audit_list_destinations",
          "qq --host prodnas audit_modify_destination --id ID --disable",
        ],
      },
    });
    expect(JSON.stringify(plant)).toContain(
      "qq --host plant-01 audit_create_destination --name azure-prod --type SYSLOG --csv -s 192.168.10.20 -p 514",
    );
  });

  it("contain the workspace's id and a link that opens a query in it", async () => {
    const graph = await graphOf("shared");
    const { workspaceId, workspaceResourceId, portalLink } = graph.outputs;
    expect(workspaceId).toMatch(/^[0-9a-f-]{36}$/);
    const [, resource = "", query = ""] =
      /resourceId\/([^/]+)\/source\/.*\/q\/([^/]+)\//.exec(String(portalLink)) ?? [];
    expect(decodeURIComponent(resource)).toBe(workspaceResourceId);
    expect(gunzipSync(Buffer.from(decodeURIComponent(query), "base64")).toString()).toBe(
      "QumuloEvents\n| sort by EventTime desc\n| take 100",
    );
  });

  it("contain the script for Arc servers, without secrets, only if the stack has Arc servers", async () => {
    expect((await graphOf("dev")).outputs).not.toHaveProperty("arcOnboardingScript");
    const graph = await graphOf("arcOnly");
    const [group] = graph.all("azure-native:resources:ResourceGroup").filter(({ name }) => name.endsWith("compute"));
    const script = String(graph.outputs.arcOnboardingScript);
    expect(script).toContain(`--resource-group ${group?.outputs.name} --location westeurope --cloud AzureCloud`);
    expect(script).not.toMatch(/secret|password/i.test(script.replace(/no secret/, "")) ? /./ : /@\w+@/);
  });

  it("list the next steps in order, and end with the step before destroy and the contact", async () => {
    const steps = (await graphOf("prod")).outputs.whatToDoNext as string[];
    expect(steps[0]).toContain("az network vnet peering create");
    expect(steps.join("\n")).toContain("Make prodnas, plant-01 send");
    expect(steps.filter((step) => step.includes(": nc ")).map((step) => step.split(": nc ")[1])).toEqual([
      "-vz 10.90.1.62 514",
      "-vz 192.168.10.20 514",
    ]);
    expect(steps.at(-2)).toContain('Before pulumi destroy --run-program, run the commands under "stop"');
    expect(steps.at(-1)).toBe("Contact for questions: storage-team@example.com");
  });

  it("contain the value for events.forwarders in the stack that owns the functions, if that is another stack", async () => {
    const graph = await graphOf("shared");
    const [machine = ""] = graph.all("azure-native:compute:VirtualMachine").map(({ id }) => id);
    const all = /events\.forwarders.*: (.*)$/;
    const named = (graph.outputs.whatToDoNext as string[]).flatMap((step) => all.exec(step)?.[1] ?? []);
    expect(named).toEqual([machine.replace(/\d+$/, "*")]);
    expect((await graphOf("prod")).outputs.whatToDoNext).not.toContainEqual(expect.stringMatching(all));
  });

  it("are known in a preview unless they depend on Azure", async () => {
    const { outputs } = await graphOf("prod", true);
    expect(outputs.syslogEndpoint).toMatchObject({ address: "10.90.1.62" });
  });
});

describe("a stack with wrong settings", () => {
  it("fails with all errors in one message, which the CLI shows without a stack trace", async () => {
    const config = stackConfig({ clusters: [], forwarder: { count: 99 }, typo: 1 });
    const error: unknown = await recordProgram(program, config).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ __pulumiRunError: true });
    const text = String(error instanceof Error && error.message);
    expect(text).toContain("settings are wrong in stack 'test'; nothing was created.");
    for (const key of ["- clusters: ", "- forwarder.count: ", "- typo: "]) expect(text).toContain(key);
  });

  it("registers no resource", async () => {
    const seen: Graph[] = [];
    await recordProgram(program, stackConfig({ clusters: [] })).then(
      (graph) => seen.push(graph),
      () => undefined,
    );
    expect(seen).toEqual([]);
  });
});

describe("secrets in the settings", () => {
  it("are refused, because they would be in clear text in the state", async () => {
    const config = { ...stacks.everything, secretKeys: ["qumulo-audit:clusters"] };
    await expect(recordProgram(program, config)).rejects.toThrow("would be in clear text in the state");
  });
});

describe("the stack's entry point", () => {
  it("exports the program as a function, which the engine calls", () => {
    const load = createRequire(__filename);
    load("tsx/cjs");
    expect(typeof load("../../infra/index.ts")).toBe("function");
  });
});
