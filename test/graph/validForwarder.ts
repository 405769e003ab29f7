import fc from "fast-check";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";

const zones = fc.shuffledSubarray(["1", "2", "3"]);
const extremes = (lowest: number, highest: number) =>
  fc.oneof(fc.constantFrom(lowest, highest), fc.integer({ min: lowest, max: highest }));

/**
 * Generates valid VM sizes. A size consists of family, number of cores, features and further parts. No generated size
 * is burstable or arm64, and all support premium disks.
 */
const size = fc.oneof(
  fc.constantFrom("Standard_D2s_v5", "Standard_DS2_v2", "Standard_E4-2as_v5", "Standard_F2s_v2", "Standard_L8s_v3"),
  fc
    .tuple(
      fc.stringMatching(/^([AC-Z][A-Z]{0,3}|B[A-Z]{1,3})$/),
      fc.stringMatching(/^[0-9]{1,4}(-[0-9]{1,4})?$/),
      fc.stringMatching(/^[a-oq-z]{0,3}s[a-oq-z]{0,3}$/),
      fc.stringMatching(/^(_[A-Za-z0-9]{1,20}){0,4}$/),
    )
    .map((parts) => `Standard_${parts.join("")}`),
  fc.stringMatching(/^Standard_[DG]S[0-9]{1,4}[a-oq-z]{0,3}(_[A-Za-z0-9]{1,20}){0,4}$/),
);

/** Generates settings for the machines in Azure. */
export const forwarder = fc.record({
  count: fc.oneof({ weight: 40, arbitrary: fc.constantFrom(1, 1, 1, 2) }, { weight: 1, arbitrary: extremes(3, 16) }),
  port: fc.oneof(
    fc.constantFrom(514, 1514, 6514),
    extremes(1, 65_534).filter((port) => ![22, 53, 28_230, 28_330].includes(port)),
  ),
  zones,
  size,
  image: fc.oneof(
    fc.constantFrom("Canonical:ubuntu-24_04-lts:server:latest", "Debian:debian-12:12-gen2:latest"),
    fc.stringMatching(/^([Cc]anonical|debian)(:[A-Za-z0-9_.-]{1,80}){3}$/),
  ),
  spoolGiB: extremes(8, 32_767),
  sshPublicKey: fc.constantFrom(SAMPLE_SSH_KEY, `  ${SAMPLE_SSH_KEY}\n`),
  agentInstalledBy: fc.constantFrom("stack", "policy"),
  agentVersion: fc.oneof(
    fc.constant("auto"),
    extremes(33, 999).map((minor) => `1.${minor}`),
  ),
  encryptionAtHost: fc.boolean(),
  deleteOnDestroy: fc.boolean(),
  attempt: extremes(1, 1000),
  drain: fc.boolean(),
});
