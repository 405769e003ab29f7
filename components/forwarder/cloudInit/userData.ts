import { stringify } from "yaml";
import type { NoiseFilter } from "../../events/noiseFilter";
import { fillFile } from "../../filePlaces";
import { wire } from "../../wire";
import { plainFile, program } from "../machineFile";
import { AGENT_PORT_FILE, rsyslogFiles, type Sender, spoolLimit } from "../rsyslog/render";
import { rsyslogSandbox, serviceFiles } from "../service/serviceFiles";
import { disableUnneeded, hardeningFiles } from "./hardening";

export interface UserDataArgs {
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** The clusters that send to the machine. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
  /** Size of the spool disk. Example: 64. */
  readonly spoolGiB: number;
  /** Whether Azure patches the machine; else it patches itself. */
  readonly platformPatching: boolean;
}

/** Azure's limit of customData before base64. Source: learn.microsoft.com/azure/virtual-machines/custom-data. */
const LIMIT = 64 * 1024;

/** Ubuntu's AppArmor profile lets rsyslogd write in no other place. */
const SPOOL_DIRECTORY = "/var/spool/rsyslog";

/**
 * The cloud-init user-data that makes a forwarder of a fresh machine. Pure: the same arguments give the same bytes,
 * since another byte replaces the machine. Throws above Azure's limit of 64 KiB.
 */
export function userData({ port, spoolGiB, senders, filter, platformPatching }: UserDataArgs): string {
  const agentPortFile = AGENT_PORT_FILE;
  const rsyslog = rsyslogFiles({
    port,
    senders,
    filter,
    spoolDirectory: SPOOL_DIRECTORY,
    spoolLimit: spoolLimit(spoolGiB),
  });
  const selfPatching = platformPatching ? "0" : "1";
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
      ...serviceFiles(port),
      rsyslogSandbox(),
      ...hardeningFiles,
      plainFile("/etc/systemd/system/qumulo-spool.service", fillFile(__dirname, "qumulo-spool.service")),
      program(__dirname, "qumulo-forwarder-setup", {
        agentPortFile,
        defaultPort: wire.agent.defaultPort,
        disableUnneeded,
      }),
      plainFile(
        "/etc/apt/apt.conf.d/21qumulo-upgrades",
        `APT::Periodic::Update-Package-Lists "${selfPatching}";\nAPT::Periodic::Unattended-Upgrade "${selfPatching}";\n`,
      ),
    ],
    // One command, so that its failure is cloud-init's failure.
    runcmd: [["/usr/local/sbin/qumulo-forwarder-setup"]],
  };
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMIT) throw new Error(`the machine's user-data has ${bytes} bytes; Azure takes ${LIMIT}`);
  return text;
}
