import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { program } from "../../../infra/program";
import { SAMPLE_SSH_KEY } from "../../../infra/settings/sshKey";
import { valuesAt } from "../../../simulator/azure/types/refusal";
import { recordProgram } from "../../../simulator/engine/recordProgram";
import { graphOf, OWN, stackConfig } from "../../exampleStacks";

const vm = "azure-native:compute:VirtualMachine";
const machineInputs = z.object({
  osProfile: z.object({
    customData: z.string(),
    linuxConfiguration: z.object({ patchSettings: z.object({ patchMode: z.string() }) }),
  }),
});
const userData = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });
const runCommand = "azure-native:compute:VirtualMachineRunCommandByVirtualMachine";

describe("a forwarder machine", () => {
  it("has trusted launch, one SSH key, no password, no public address, an identity and boot diagnostics", async () => {
    const graph = await graphOf("prod");
    const [machine] = graph.all(vm);
    expect(machine?.inputs).toMatchObject({
      vmName: "vm-qumulo-prod-0",
      identity: { type: "SystemAssigned" },
      osProfile: { computerName: "vm-qumulo-prod-0", linuxConfiguration: { disablePasswordAuthentication: true } },
      securityProfile: { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    });
    expect(machine?.inputs.osProfile).not.toHaveProperty("adminPassword");
    expect(
      JSON.stringify(graph.all("azure-native:network:NetworkInterface").map(({ inputs }) => inputs)),
    ).not.toContain("publicIP");
  });

  it("has a spool disk that is kept when the machine is deleted, and an OS disk that is deleted with it", async () => {
    const graph = await graphOf("prod");
    const [machine] = graph.all(vm);
    const [disk] = graph.all("azure-native:compute:Disk");
    expect(machine?.inputs.storageProfile).toMatchObject({
      osDisk: { createOption: "FromImage", deleteOption: "Delete", diskSizeGB: 32 },
      dataDisks: [
        { lun: 0, createOption: "Attach", deleteOption: "Detach", caching: "None", managedDisk: { id: disk?.id } },
      ],
    });
    expect(disk).toMatchObject({ protect: false, retainOnDelete: true, inputs: { diskSizeGB: 256, zones: ["1"] } });
  });

  it("is patched by Azure if Azure supports that for its image, and installs updates itself otherwise", async () => {
    const patched = async (stack: "prod" | "native") => {
      const [machine] = (await graphOf(stack)).all(vm);
      const { osProfile } = machineInputs.parse(machine?.inputs);
      const user = userData.parse(parse(Buffer.from(osProfile.customData, "base64").toString()));
      const upgrades = user.write_files.find(({ path }) => path.includes("apt.conf.d"))?.content;
      return [osProfile.linuxConfiguration.patchSettings.patchMode, upgrades?.includes('Unattended-Upgrade "1"')];
    };
    expect(await patched("prod")).toEqual(["AutomaticByPlatform", false]);
    expect(await patched("native")).toEqual(["ImageDefault", true]);
  });

  it("is replaced if a property changes that Azure refuses to update", async () => {
    const [machine] = (await graphOf("prod")).all(vm);
    expect(machine?.replaceOnChanges).toEqual(
      expect.arrayContaining([
        "osProfile.customData",
        "storageProfile.imageReference",
        "securityProfile.encryptionAtHost",
        "zones",
        "availabilitySet",
      ]),
    );
  });

  it("has encryption at host only if the settings enable it", async () => {
    expect((await graphOf("everything")).all(vm)[0]?.inputs.securityProfile).toMatchObject({ encryptionAtHost: true });
    expect((await graphOf("prod")).all(vm)[0]?.inputs.securityProfile).not.toHaveProperty("encryptionAtHost");
  });

  it("is in the zone after that of the previous machine, or in an availability set if the settings have no zones", async () => {
    const zoned = await graphOf("prod");
    expect(zoned.all(vm).map(({ inputs }) => inputs.zones)).toEqual([["1"], ["2"], ["3"]]);
    expect(zoned.all("azure-native:compute:AvailabilitySet")).toEqual([]);
    const plain = await graphOf("dev");
    const set = plain.only("azure-native:compute:AvailabilitySet");
    expect(plain.only(vm).inputs.availabilitySet).toEqual({ id: set.id });
    expect(set.inputs).toMatchObject({ sku: { name: "Aligned" }, platformFaultDomainCount: 2 });
    expect(plain.resources.filter(({ inputs }) => "zones" in inputs)).toEqual([]);
    expect(JSON.stringify(plain.only("azure-native:network:LoadBalancer").inputs)).not.toContain("zones");
  });
});

describe("the creation of a machine", () => {
  it("is followed by boot check, agent, associations, readiness check and the next machine, in this order", async () => {
    const graph = await graphOf("everything");
    const steps = (index: number) => {
      const own = graph.resources.filter(({ name }) => new RegExp(`qumulo-test-${index}(-|$)`).test(name));
      const of = (type: string) => own.filter((resource) => resource.type === type);
      const [machine, extension] = [of(vm)[0], of("azure-native:compute:VirtualMachineExtension")[0]];
      const [bootCheck, readinessCheck] = ["boot-check", "readiness-check"].map((check) =>
        of(runCommand).find(({ name }) => name.endsWith(check)),
      );
      return {
        machine,
        bootCheck,
        extension,
        associations: of("azure-native:monitor:DataCollectionRuleAssociation"),
        readinessCheck,
      };
    };
    const { machine, bootCheck, extension, associations, readinessCheck } = steps(0);
    if (!machine || !bootCheck || !extension || !readinessCheck) throw new Error("a step is missing");
    expect(graph.waitsFor(bootCheck, machine)).toBe(true);
    expect(graph.waitsFor(extension, bootCheck)).toBe(true);
    expect(associations).toHaveLength(2);
    for (const association of associations) {
      expect(graph.waitsFor(association, extension)).toBe(true);
      expect(graph.waitsFor(readinessCheck, association)).toBe(true);
    }
    const [first] = associations.filter(({ inputs }) => inputs.associationName === "qumulo-audit");
    expect(first && graph.waitsFor(first, graph.only("azure-native:monitor:DataCollectionRule"))).toBe(true);

    const second = steps(1).machine;
    expect(second && graph.waitsFor(second, readinessCheck)).toBe(true);
    expect(second && graph.waitsFor(machine, second)).toBe(false);
  });

  it("fails if a check's script fails", async () => {
    for (const { inputs, customTimeouts } of (await graphOf("everything")).all(runCommand)) {
      expect(inputs).toMatchObject({
        treatFailureAsDeploymentFailure: true,
        asyncExecution: false,
        timeoutInSeconds: 900,
      });
      const { script } = z.object({ script: z.string() }).parse(inputs.source);
      expect(script).toMatch(/\n# Attempt 1 on the machine [0-9a-f-]{36}( of size \w+)?\.\n$/);
      expect(customTimeouts).toMatchObject({ create: "20m", update: "20m" });
    }
  });
});

describe("a settings change", () => {
  it("replaces a machine only if it changes a property that Azure refuses to update", async () => {
    const inputsOf = async (change: Record<string, unknown>, others: Record<string, unknown> = {}) => {
      const graph = await recordProgram(
        program,
        stackConfig({
          "azure-native:subscriptionId": OWN,
          clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
          network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
          forwarder: { sshPublicKey: SAMPLE_SSH_KEY, count: 1, ...change },
          ...others,
        }),
      );
      const { inputs, replaceOnChanges } = graph.only(vm);
      return replaceOnChanges.map((path) => JSON.stringify(valuesAt(inputs, path))).join("\n");
    };
    const before = await inputsOf({});
    for (const same of [{ size: "Standard_D4s_v5" }, { attempt: 2 }, { drain: false }, { port: 1514 }])
      expect([same, await inputsOf(same)]).toEqual([same, before]);
    expect(await inputsOf({}, { tags: { a: "b" } })).toBe(before);
    for (const other of [{ image: "Debian:debian-12:12-gen2:latest" }, { encryptionAtHost: true }, { zones: ["2"] }])
      expect([other, (await inputsOf(other)) === before]).toEqual([other, false]);
    expect(await inputsOf({}, { events: { keep: "noNoise" } })).not.toBe(before);
  });
});
