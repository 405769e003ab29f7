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
  /** Which events are forwarded to the agent. */
  readonly filter: NoiseFilter;
  /** Size of the spool disk in GiB. Example: 64. */
  readonly spoolGiB: number;
  /** The machine's image. If Azure does not patch this image, the machine installs updates itself. */
  readonly image: Image;
}

/**
 * Azure's size limit for customData before base64 encoding. Source: Microsoft.Compute/virtualMachines, OSProfile.customData:
 * "the maximum length of the binary array is 65535 bytes". The settings are checked against this limit before anything is
 * created.
 */
export const MOST_USER_DATA_BYTES = 65_535;

/** The spool folder. Ubuntu's AppArmor profile allows rsyslogd to write to this folder. */
const SPOOL_DIRECTORY = "/var/spool/rsyslog";

/**
 * Renders the cloud-init user-data that turns a new machine into a forwarder. The same arguments always give the same bytes,
 * because any change replaces the machine.
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
    // A VM extension's installer may hold the package lock for minutes.
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
      // Comments would take up space that the clusters' ranges and the filter rules need.
    ].map(withoutComments),
    // A single command, so that cloud-init reports an error if the command fails.
    runcmd: [["/usr/local/sbin/qumulo-forwarder-setup"]],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0, indent: 1, indentSeq: false })}`;
}
