import { type BadSetting, forwarder } from "./setting";

/** Wrong settings that forwarderSchema.ts must refuse. */
export const forwarderSchema: readonly BadSetting[] = [
  {
    when: "a setting has its current name and a former value",
    config: forwarder({ agentInstalledBy: "present" }),
    key: "forwarder.agentInstalledBy",
    problem: "'present' is none of stack, policy",
    fixes: "forwarder.agentInstalledBy policy",
  },
  {
    when: "a zone does not exist",
    config: forwarder({ zones: ["1", "4"] }),
    key: "forwarder.zones[1]",
    problem: "1, 2 or 3",
    fixes: "config rm",
  },
  {
    when: "a zone is given twice",
    config: forwarder({ zones: ["1", "1"] }),
    key: "forwarder.zones[1]",
    problem: "twice",
    fixes: "config rm",
  },
  {
    when: "the size is not a VM size",
    config: forwarder({ size: "D2s_v5" }),
    key: "forwarder.size",
    problem: "is not a VM size",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the size is arm64",
    config: forwarder({ size: "Standard_D2ps_v5" }),
    key: "forwarder.size",
    problem: "arm64",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the image does not have four parts",
    config: forwarder({ image: "Ubuntu2404" }),
    key: "forwarder.image",
    problem: "publisher:offer:sku:version",
    fixes: "Canonical",
  },
  {
    when: "the image is of another distribution",
    config: forwarder({ image: "RedHat:RHEL:9-lvm-gen2:latest" }),
    key: "forwarder.image",
    problem: "is not an image of Ubuntu or Debian",
    fixes: "Canonical",
  },
  {
    when: "another program on the machine uses the port",
    config: forwarder({ port: 22 }),
    key: "forwarder.port",
    problem: "used on the machine",
    fixes: "514",
  },
  {
    when: "the agent's version is too old",
    config: forwarder({ agentVersion: "1.28" }),
    key: "forwarder.agentVersion",
    problem: "1.33 on",
    fixes: "auto",
  },
  {
    when: "the size is burstable",
    config: forwarder({ size: "Standard_B1s" }),
    key: "forwarder.size",
    problem: "CPU credits run out",
    fixes: "Standard_D2s_v5",
  },
  {
    when: "the size does not support premium disks",
    config: forwarder({ size: "Standard_D2_v5" }),
    key: "forwarder.size",
    problem: "does not support premium disks",
    fixes: "Standard_D2s_v5",
  },
];
