import { type ValueError, type Fix, shown } from "./messages";

/**
 * The key in Pulumi.dev.yaml and Pulumi.prod.yaml. It has the form of a key and no private half that anyone kept:
 * machines made with it cannot be logged in to.
 */
export const SAMPLE_SSH_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHF1bXVsby1hdWRpdC1zYW1wbGUta2V5LXJlcGxhY2Ut sample-key-replace-it";

/** Azure takes RSA keys from 2048 bits and Ed25519. Source: learn.microsoft.com/azure/virtual-machines/linux/mac-create-ssh-keys. */
const SMALLEST_RSA_BITS = 2048;

/** Takes the key that `ssh-keygen` writes. */
export const TAKE_SSH_KEY: Fix = {
  command: 'pulumi config set --path forwarder.sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
  change: { path: ["forwarder", "sshPublicKey"], value: SAMPLE_SSH_KEY },
};

/** One line with single spaces, as Azure takes it: files of keys end with a line break. */
export const tidySshKey = (text: string): string =>
  text
    .trim()
    .split(/[ \t]+/)
    .join(" ");

/** What keeps a text from being an SSH public key that Azure takes. */
export function sshKeyError(text: string): ValueError | undefined {
  if (text.includes("PRIVATE KEY")) {
    return { problem: "this is a private key; remove it, make a new pair, and give the .pub file's line" };
  }
  if (/[\r\n]/.test(text)) return { problem: "holds more than one line: give one key" };
  const [type, encoded = ""] = text.split(" ");
  if (type !== "ssh-ed25519" && type !== "ssh-rsa") {
    return { problem: `Azure takes ssh-ed25519 and ssh-rsa keys, this one begins with '${shown(type?.slice(0, 24))}'` };
  }
  const fields = /^[A-Za-z0-9+/]+=*$/.test(encoded) ? sshFields(Buffer.from(encoded, "base64")) : undefined;
  if (fields?.[0]?.toString() !== type || (type === "ssh-ed25519" && fields[1]?.length !== 32)) {
    return { problem: "the key is damaged: what follows its type does not decode to a key of that type" };
  }
  const bits = ((fields[2]?.length ?? 0) - 1) * 8;
  if (type === "ssh-rsa" && bits < SMALLEST_RSA_BITS) {
    return { problem: `the RSA key has ${Math.max(bits, 0)} bits; Azure takes ${SMALLEST_RSA_BITS} or more` };
  }
  return undefined;
}

/** The length-prefixed fields of a public key (RFC 4253, section 6.6), or nothing where the lengths do not add up. */
function sshFields(key: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset < key.length) {
    if (offset + 4 > key.length) return undefined;
    const end = offset + 4 + key.readUInt32BE(offset);
    if (end > key.length) return undefined;
    fields.push(key.subarray(offset + 4, end));
    offset = end;
  }
  return fields;
}
