import { stringify } from "yaml";
import type { NoiseFilter } from "../../filter/noiseFilter";
import { syslogContract } from "../../syslogContract";
import { type Image, isPlatformPatched } from "../image";
import { plainFile, program, withoutComments } from "../machineFile";
import { AGENT_PORT_FILE, rsyslogFiles, type Sender } from "../rsyslog/render";
import { rsyslogSandbox, serviceFiles } from "../service/serviceFiles";
import { disableUnneeded, hardeningFiles } from "./hardening";

export interface UserDataArgs {
  /** The clusters that send to the machine. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
  /** Size of the spool disk. Example: 64. */
  readonly spoolGiB: number;
  /** Machines of images that Azure does not patch patch themselves. */
  readonly image: Image;
}

/**
 * Azure's limit of customData before base64. Source: Microsoft.Compute/virtualMachines, OSProfile.customData: "the maximum
 * length of the binary array is 65535 bytes". Settings are held to it before anything is made.
 */
export const MOST_USER_DATA_BYTES = 65_535;

/** Ubuntu's AppArmor profile lets rsyslogd write in no other place. */
const SPOOL_DIRECTORY = "/var/spool/rsyslog";

/**
 * The cloud-init user-data that makes a forwarder of a fresh machine. Pure: the same arguments give the same bytes,
 * since another byte replaces the machine.
 */
export function userData({ spoolGiB, senders, filter, image }: UserDataArgs): string {
  const port = syslogContract.machinePort;
  const agentPortFile = AGENT_PORT_FILE;
  const rsyslog = rsyslogFiles({
    port,
    senders,
    filter,
    spoolDirectory: SPOOL_DIRECTORY,
  });
  const selfPatching = isPlatformPatched(image) ? "0" : "1";
  const config = {
    locale: "C.UTF-8",
    timezone: "Etc/UTC",
    // The agent's extension, or a policy's, may hold the package lock for minutes.
    apt: { conf: 'DPkg::Lock::Timeout "600";\n' },
    package_update: true,
    packages: ["rsyslog", "chrony", "nftables", "unattended-upgrades"],
    disable_root: true,
    ssh_pwauth: false,
    write_files: [
      ...rsyslog.map((file) => ({
        ...file,
        path: file.path.replace("/etc/rsyslog.d/", "/usr/local/share/qumulo-audit/rsyslog/"),
      })),
      program(__dirname, "qumulo-spool-disk", { spoolDirectory: SPOOL_DIRECTORY }),
      ...serviceFiles({ port, spoolDirectory: SPOOL_DIRECTORY, mostSpoolGiB: spoolGiB }),
      rsyslogSandbox(),
      ...hardeningFiles,
      program(__dirname, "qumulo-forwarder-setup", {
        agentPortFile,
        defaultPort: syslogContract.agent.defaultPort,
        disableUnneeded,
      }),
      plainFile(
        "/etc/apt/apt.conf.d/21qumulo-upgrades",
        `APT::Periodic::Update-Package-Lists "${selfPatching}";\nAPT::Periodic::Unattended-Upgrade "${selfPatching}";\n`,
      ),
      // Reasons are for readers of the project: here they would take the room of clusters and filters.
    ].map(withoutComments),
    // One command, so that its failure is cloud-init's failure.
    runcmd: [["/usr/local/sbin/qumulo-forwarder-setup"]],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0, indent: 1, indentSeq: false })}`;
}
