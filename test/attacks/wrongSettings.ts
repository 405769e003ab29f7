import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { validate } from "../../infra/settings/validate";
import { OWN, stackConfig } from "../exampleStacks";
import type { Outcome } from "./attack";

type Config = Readonly<Record<string, unknown>>;

const GOOD: Config = {
  clusters: [{ name: "prodnas", nodeCidrs: ["10.1.2.0/24"], kind: "azureNative" }],
  network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
  forwarder: { sshPublicKey: SAMPLE_SSH_KEY },
};

/** Returns the keys of the errors in the settings; none if the settings are accepted. */
function refused(config: Config, location = "westeurope"): string[] {
  const { project, values } = stackConfig({ "azure-native:subscriptionId": OWN, ...GOOD, ...config });
  const result = validate({ project, values: { ...values, "azure-native:location": location }, secretKeys: [] });
  return "errors" in result ? result.errors.map(({ key }) => key) : [];
}

interface Wrong {
  readonly attack: string;
  readonly config: Config;
  /** The key for which an error must be reported. */
  readonly key: string;
  readonly location?: string;
}
const wrong: Wrong[] = [];
const shortened = (text: string): string => (text.length <= 70 ? text : `${text.slice(0, 25)}…${text.slice(-40)}`);
/** Adds values that must cause an error for `key`. `at` returns settings that contain the value. */
const refuse = (key: string, at: (value: unknown) => Config, values: readonly unknown[]): void => {
  for (const value of values)
    wrong.push({ attack: `${key} ${shortened(JSON.stringify(value))}`, config: at(value), key });
};

const machine = (name: string): string =>
  `/subscriptions/${OWN}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/${name}`;
const cluster = (change: Config): Config => ({
  clusters: [{ name: "prodnas", nodeCidrs: ["10.1.2.0/24"], kind: "azureNative", ...change }],
});
const forwarder = (change: Config): Config => ({ forwarder: { sshPublicKey: SAMPLE_SSH_KEY, ...change } });

refuse("clusters[0].name", (name) => cluster({ name }), [
  "nas.*",
  "na s",
  "nas|x",
  "nas'",
  'nas"',
  "nas\n",
  "nas\u0000",
  "-nas",
  "nas-",
  "a".repeat(16),
  "nás",
  "$(id)",
  "../x",
  "nas;stop",
  "^nas$",
  "n",
  "nas[0-9]+",
  "nas\\",
  "`id`",
  "@senders@",
]);
refuse("clusters[0].nodeCidrs[0]", (range) => cluster({ nodeCidrs: [range] }), [
  "0x0a.1.2.0/24",
  "010.1.2.0/24",
  "10.1.2.0/+24",
  "10.1.2.0/24 ",
  " 10.1.2.0/24",
  "10.1.2.0/24\n",
  "10.1.2.0/33",
  "10.1.2.0/-1",
  "10.1.2.0/024",
  "１０.1.2.0/24",
  "10.1.2.0/24;",
  '10.1.2.0/24") or true',
  "167837696/24",
  "10.1.2.0/24/24",
  "*",
  "any",
  "",
]);
refuse("clusters[0].nodeCidrs", (range) => cluster({ nodeCidrs: [range] }), [
  "0.0.0.0/0",
  "8.8.8.0/24",
  "224.0.0.0/4",
  "0.0.0.0/8",
  "255.255.255.255/32",
  "127.0.0.0/8",
  "168.63.129.16/32",
]);
refuse("collection.proxy", (proxy) => ({ collection: { proxy } }), [
  "http://x:80\n",
  "http://x y:80",
  "http://u:p@x:80",
  "http://x:0",
  "http://x:65536",
  "file:///etc/passwd:80",
  'http://x:80"',
  "http://x:80/a",
  "javascript:alert(1)",
  "http://x:80#",
  "http://$(id):80",
]);
refuse("events.forwarders[0]", (id) => ({ events: { forwarders: [id] } }), [
  "*",
  machine("*"),
  machine("vm*"),
  machine("vm-*x"),
  `${machine("vm-1")}'`,
  `${machine("vm-1")}"]) or true //`,
  `${machine("vm-1")}\n`,
  machine("../x"),
  machine("vm-1/extensions/x"),
  ` ${machine("vm-1")}`,
  machine(""),
]);
refuse("contact", (contact) => ({ contact }), [
  "a@b.c\n",
  "a b@c.d",
  "a@b",
  "a@@b.c",
  "@b.c",
  `${"a".repeat(300)}@b.c`,
]);
refuse("forwarder.sshPublicKey", (sshPublicKey) => forwarder({ sshPublicKey }), [
  `${SAMPLE_SSH_KEY}\n${SAMPLE_SSH_KEY}`,
  `command="id" ${SAMPLE_SSH_KEY}`,
  `${SAMPLE_SSH_KEY}\nruncmd: [id]`,
  "ssh-ed25519 AAAA",
  "ssh-dss AAAA",
  "$(cat ~/.ssh/id)",
]);
refuse("forwarder.image", (image) => forwarder({ image }), [
  "a:b:c",
  "Canonical:ubuntu-24_04-lts:server:latest\n",
  "Canonical:ubuntu-24_04-lts:server:$(id)",
  "../../x",
  "a:b:c:d:e",
]);
refuse("forwarder.size", (size) => forwarder({ size }), [
  "Standard_D2s_v5; id",
  "Standard_D2s_v5\n",
  "",
  "standard d2",
]);
refuse("forwarder.port", (port) => forwarder({ port }), [0, 65_536, -1, 514.5, "514;", null, 22, true]);
refuse("forwarder.count", (count) => forwarder({ count }), [-1, 1.5, 1e9, "many", []]);
refuse("forwarder.spoolGiB", (spoolGiB) => forwarder({ spoolGiB }), [0, -64, 1e12, "64g"]);
refuse("forwarder.agentVersion", (agentVersion) => forwarder({ agentVersion }), [
  "1.33;id",
  "1.33\n",
  "latest",
  "1",
  "-1.33",
]);
refuse("resourceGroup.existing", (existing) => ({ resourceGroup: { existing } }), [
  "../x",
  "rg/x",
  "rg.",
  "",
  "a".repeat(91),
  "rg'",
  "rg\n",
  "rg%00",
]);
refuse("workspace.existingId", (existingId) => ({ workspace: { existingId } }), [
  machine("x"),
  "/subscriptions/x",
  `/subscriptions/${OWN}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/a'b`,
  `/subscriptions/${OWN}/resourceGroups/rg/../x/providers/Microsoft.OperationalInsights/workspaces/a`,
  `/subscriptions/${OWN}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/a\n`,
]);
refuse("events.exclude[0].operations[0]", (name) => ({ events: { exclude: [{ operations: [name] }] } }), [
  "fs_open' or 1==1",
  "FS_OPEN",
  "fs_open\n",
  "fs_*",
  ".*",
  "",
  "fs_open,fs_delete",
]);
refuse("events.exclude[0].users[0]", (user) => ({ events: { exclude: [{ users: [user] }] } }), [
  "",
  'a"b',
  "a\n",
  "a\u0000",
  "\u001b[2J",
  "a".repeat(1_025),
]);
refuse("events.exclude[0].clientCidrs[0]", (range) => ({ events: { exclude: [{ clientCidrs: [range] }] } }), [
  "10.0.0.0",
  "::/0",
  "10.0.0.0/8'",
]);
refuse("events.exclude[0]", (rule) => ({ events: { exclude: [rule] } }), [{}, [], "fs_open"]);
for (const key of ["__proto__x", "constructor", "toString", "Clusters", "events.keep", "clusters[0]"])
  wrong.push({ attack: `the key ${key}`, config: { [key]: { x: 1 } }, key });
for (const location of ["west europe'", "../x", "westeurope\n", "$(id)"])
  wrong.push({ attack: `the region ${JSON.stringify(location)}`, config: {}, key: "azure-native:location", location });

/** Validates the wrong settings, each of which must cause an error for its key. */
export const tryWrongSettings = (): Outcome[] =>
  wrong.map(({ attack, config, key, location }) => {
    const keys = refused(config, location);
    const held = keys.some((one) => one.startsWith(key));
    return {
      kind: "settings",
      attack,
      broken: held ? undefined : `only these keys are refused: ${keys.join(", ") || "none"}`,
    };
  });
