import { SAMPLE_SSH_KEY } from "../../../../infra/settings/sshKey";
import { type BadSetting, forwarder, rsaKey } from "./setting";

/** Wrong settings that sshKey.ts must refuse. */
export const sshKey: readonly BadSetting[] = [
  {
    when: "the key is a private key",
    config: forwarder({ sshPublicKey: "-----BEGIN OPENSSH PRIVATE KEY-----" }),
    key: "forwarder.sshPublicKey",
    problem: "private key",
    fixes: "id_ed25519.pub",
  },
  {
    when: "Azure refuses the key's type",
    config: forwarder({ sshPublicKey: "ecdsa-sha2-nistp256 AAAA" }),
    key: "forwarder.sshPublicKey",
    problem: "begins with 'ecdsa-sha2-nistp256'",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the key is damaged",
    config: forwarder({ sshPublicKey: SAMPLE_SSH_KEY.replace("AAAAC3", "AAAAC") }),
    key: "forwarder.sshPublicKey",
    problem: "damaged",
    fixes: "id_ed25519.pub",
  },
  {
    when: "the RSA key is too short",
    config: forwarder({ sshPublicKey: rsaKey(1024) }),
    key: "forwarder.sshPublicKey",
    problem: "1024 bits",
    fixes: "id_ed25519.pub",
  },
];
