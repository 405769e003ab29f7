import { type Fix, shown, type ValueError } from "./messages";

/**
 * The public key in the example stacks, which is well-formed but has no private key: nobody can log in to machines that
 * have it.
 */
export const SAMPLE_SSH_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHF1bXVsby1hdWRpdC1zYW1wbGUta2V5LXJlcGxhY2Ut sample-key-replace-it";

/**
 * Azure accepts Ed25519 keys, and RSA keys of at least 2048 bits. Source:
 * learn.microsoft.com/azure/virtual-machines/linux/mac-create-ssh-keys.
 */
const SMALLEST_RSA_BITS = 2048;

/** The fix that sets the public key to the content of the file that `ssh-keygen` writes. */
export const TAKE_SSH_KEY: Fix = {
  command: 'pulumi config set --path forwarder.sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
  change: { path: ["forwarder", "sshPublicKey"], value: SAMPLE_SSH_KEY },
};

/** Returns a key as Azure requires it: with single spaces, and without the line break that ends a key file. */
export const tidySshKey = (text: string): string =>
  text
    .trim()
    .split(/[ \t]+/)
    .join(" ");

/** Returns what is wrong with a text that should be an SSH public key that Azure accepts; undefined if it is one. */
export function sshKeyError(text: string): ValueError | undefined {
  if (text.includes("PRIVATE KEY")) {
    return { problem: "this is a private key; remove it, create a new pair, and give the line of the .pub file" };
  }
  if (/[\r\n]/.test(text)) return { problem: "has more than one line: give one key" };
  const [type, encoded = ""] = text.split(" ");
  if (type !== "ssh-ed25519" && type !== "ssh-rsa") {
    return {
      problem: `Azure accepts ssh-ed25519 and ssh-rsa keys; this one begins with '${shown(type?.slice(0, 24))}'`,
    };
  }
  const fields = /^[A-Za-z0-9+/]+=*$/.test(encoded) ? sshFields(Buffer.from(encoded, "base64")) : undefined;
  if (fields?.[0]?.toString() !== type || (type === "ssh-ed25519" && fields[1]?.length !== 32)) {
    return { problem: "the key is damaged: the text after its type is not a key of that type" };
  }
  const bits = ((fields[2]?.length ?? 0) - 1) * 8;
  if (type === "ssh-rsa" && bits < SMALLEST_RSA_BITS) {
    return { problem: `the RSA key has ${Math.max(bits, 0)} bits; Azure needs ${SMALLEST_RSA_BITS} or more` };
  }
  return undefined;
}

/** Returns the length-prefixed fields of a public key (RFC 4253, section 6.6); undefined if the lengths are wrong. */
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
