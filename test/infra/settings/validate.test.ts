import { describe, expect, it } from "vitest";
import { describeErrors } from "../../../infra/settings/messages";
import { SAMPLE_SSH_KEY } from "../../../infra/settings/sshKey";
import { validate } from "../../../infra/settings/validate";
import { good, ids, rsaKey } from "./bad/setting";
import { validate as wrong } from "./bad/validate";
import { errorsOf, raw, settingsOf } from "./configuration";
import { refuses } from "./refuses";

describe("a configuration", () => refuses(wrong));

describe("settings", () => {
  it("get their defaults", () => {
    const settings = settingsOf({});
    expect(settings.forwarder).toMatchObject({ count: 2, port: 514, spoolGiB: 64, zones: [], agentVersion: "auto" });
    expect(settings.clusters[0]).toEqual({
      name: "prodnas",
      nodeCidrs: ["10.1.2.0/24"],
      kind: "azureNative",
      format: "csv",
      remote: false,
      allowPublicNodes: false,
    });
    expect(settings.location).toBe("westeurope");
  });

  it("accept a region as the portal writes it", () => {
    const result = validate(raw({}, "West Europe"));
    expect("settings" in result && result.settings.location).toBe("westeurope");
  });

  it("accept numbers as tag values and zones", () => {
    const settings = settingsOf({
      tags: { costCenter: 4711, audit: true },
      forwarder: { ...good.forwarder, zones: [1, 2] },
    });
    expect(settings.tags).toEqual({ costCenter: "4711", audit: "true" });
    expect(settings.forwarder.zones).toEqual(["1", "2"]);
  });

  it.each([SAMPLE_SSH_KEY, rsaKey(2048), rsaKey(4096)])("accept the SSH key %.20s…", (sshPublicKey) => {
    expect(settingsOf({ forwarder: { sshPublicKey } }).forwarder.sshPublicKey).toBe(sshPublicKey);
  });

  it("accept a public range if allowPublicNodes is true", () => {
    const clusters = [{ ...good.clusters[0], nodeCidrs: ["198.51.100.0/24"], allowPublicNodes: true }];
    expect(settingsOf({ clusters }).clusters[0]?.nodeCidrs).toEqual(["198.51.100.0/24"]);
  });

  it("accept Arc servers without a machine in Azure", () => {
    const settings = settingsOf({
      clusters: [{ name: "plant", nodeCidrs: ["192.168.10.0/24"] }],
      network: {},
      forwarder: { count: 0 },
      arc: { endpointAddress: "192.168.10.20", servers: [{ id: ids.server }] },
    });
    expect(settings.arc.servers).toEqual([{ id: ids.server, agentInstalledBy: "stack" }]);
  });

  it("are refused with all errors in all keys at once", () => {
    const keys = errorsOf(
      { clusters: [{ name: "x", nodeCidrs: ["10.0.0.0"] }], forwarder: { count: 99 }, contact: "nobody", typo: 1 },
      "",
    ).map(({ key }) => key);
    expect(keys).toEqual([
      "typo",
      "azure-native:location",
      "clusters[0].name",
      "clusters[0].nodeCidrs[0]",
      "forwarder.count",
      "contact",
      "forwarder.sshPublicKey",
    ]);
  });

  it("are refused for wrong combinations and exceeded limits, even if another value is also wrong", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      name: `nas-${index}`,
      kind: "azureNative",
      nodeCidrs: Array.from({ length: 256 }, (_, at) => `10.${index}.${at}.0/25`),
    }));
    expect(errorsOf({ forwarder: { count: "two" }, network: {} }).map(({ key }) => key)).toEqual([
      "forwarder.count",
      "forwarder.sshPublicKey",
      "network",
    ]);
    expect(errorsOf({ events: { keep: 1, plan: "Basic" } }).map(({ key }) => key)).toEqual([
      "events.keep",
      "events.plan",
    ]);
    expect(errorsOf({ clusters: many, contact: "nobody" }).map(({ key }) => key)).toEqual(["contact", "clusters"]);
  });

  it("are refused with the errors inside a block whose name is misspelt", () => {
    const errors = errorsOf({ network: undefined, netwrok: { ...good.network, endpointAddress: "10.1.1.1" } });
    expect(errors.map(({ key }) => key)).toEqual(["netwrok", "network.endpointAddress"]);
    expect(describeErrors("test", errors)).toContain(
      "(before any command: rename qumulo-audit:netwrok to qumulo-audit:network in Pulumi.test.yaml; no command can do that)",
    );
  });

  it("are not inspected inside a key that is stored as a secret, which is itself an error", () => {
    const errors = errorsOf({ clusters: [{ name: "hush hush", nodeCidrs: ["hush"] }] }, undefined, ["clusters"]);
    expect(errors.map(({ key }) => key)).toEqual(["clusters"]);
    expect(JSON.stringify(errors)).not.toContain("hush");
  });

  it("are never quoted in a message if they are secret", () => {
    const secrets = ["contct", "qumulo-audt:contact", "network.egress", "secrets", "forwarders"];
    const config = Object.fromEntries(secrets.map((key) => [key, "hush"]));
    const errors = validate({
      ...raw(config),
      secretKeys: secrets.map((key) => (key.includes(":") ? key : `qumulo-audit:${key}`)),
    });
    expect("errors" in errors && errors.errors.map(({ key }) => key).sort()).toEqual([...secrets].sort());
    expect(JSON.stringify(errors)).not.toContain("hush");
  });
});
