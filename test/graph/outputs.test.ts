import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { graphOf } from "../exampleStacks";

describe("the outputs of a stack", () => {
  it("give Qumulo its endpoint", async () => {
    expect((await graphOf("dev")).outputs.syslogEndpoint).toEqual({
      address: "10.90.0.62",
      port: 514,
      protocol: "tcp",
      url: "tcp://10.90.0.62:514",
    });
    expect((await graphOf("arcOnly")).outputs.syslogEndpoint).toMatchObject({ address: "192.168.10.20" });
  });

  it("give each cluster its own lines, for its format, its endpoint and both generations of Core", async () => {
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

  it("give the workspace's id and a link that opens the query in it", async () => {
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

  it("give the script for Arc servers only where there are some, with nothing secret in it", async () => {
    expect((await graphOf("dev")).outputs).not.toHaveProperty("arcOnboardingScript");
    const graph = await graphOf("arcOnly");
    const [group] = graph.all("azure-native:resources:ResourceGroup").filter(({ name }) => name.endsWith("compute"));
    const script = String(graph.outputs.arcOnboardingScript);
    expect(script).toContain(`--resource-group ${group?.outputs.name} --location westeurope --cloud AzureCloud`);
    expect(script).not.toMatch(/secret|password/i.test(script.replace(/no secret/, "")) ? /./ : /@\w+@/);
  });

  it("say what to do next, in order, and to switch audit off before destroy", async () => {
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

  it("name the stack's machines where another stack owns the functions, which verifies their events", async () => {
    const graph = await graphOf("shared");
    const [machine = ""] = graph.all("azure-native:compute:VirtualMachine").map(({ id }) => id);
    const all = /events\.forwarders.*: (.*)$/;
    const named = (graph.outputs.whatToDoNext as string[]).flatMap((step) => all.exec(step)?.[1] ?? []);
    expect(named).toEqual([machine.replace(/\d+$/, "*")]);
    expect((await graphOf("prod")).outputs.whatToDoNext).not.toContainEqual(expect.stringMatching(all));
  });

  it("are known in a preview where they do not depend on Azure", async () => {
    const { outputs } = await graphOf("prod", true);
    expect(outputs.syslogEndpoint).toMatchObject({ address: "10.90.1.62" });
  });
});

describe("the warnings of a stack", () => {
  const warnings = async (stack: Parameters<typeof graphOf>[0]) =>
    (await graphOf(stack)).log
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message)
      .join("\n");

  it("name the sample key, which a real up must not keep", async () => {
    expect(await warnings("dev")).toContain("forwarder.sshPublicKey is the sample key");
    expect(await warnings("prod")).toContain("forwarder.sshPublicKey is the sample key");
  });

  it("name what destroy would delete, and that one machine is not enough", async () => {
    const said = await warnings("dev");
    expect(said).toContain("workspace.deleteOnDestroy");
    expect(said).toContain("forwarder.count is 1");
    expect(await warnings("prod")).not.toContain("deleteOnDestroy");
  });
});
