import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { fillPlaces } from "../../filePlaces";
import { wire } from "../../wire";
import { AGENT_PORT_FILE, type MachineFile, rsyslogFiles, type Sender, spoolLimit } from "../rsyslog/render";
import { serviceFiles } from "../service/serviceFiles";
import { disableUnneeded, hardeningFiles } from "./hardening";

export interface UserDataArgs {
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** The clusters that send to the machine. */
  readonly senders: readonly Sender[];
  /** Size of the spool disk. Example: 64. */
  readonly spoolGiB: number;
  /** Whether Azure patches the machine; else it patches itself. */
  readonly platformPatching: boolean;
}

/** Azure's limit of customData before base64. Source: learn.microsoft.com/azure/virtual-machines/custom-data. */
const LIMIT = 64 * 1024;

/** Ubuntu's AppArmor profile lets rsyslogd write in no other place. */
const SPOOL_DIRECTORY = "/var/spool/rsyslog";

const shipped = (name: string, values: Record<string, string | number> = {}): string =>
  fillPlaces(readFileSync(join(__dirname, name), "utf8"), values);

const program = (name: string, values: Record<string, string | number>) => ({
  path: `/usr/local/sbin/${name}`,
  permissions: "0755",
  content: shipped(name, values),
});

const file = ({ path, content }: MachineFile) => ({ path, permissions: "0644", content });

/**
 * The cloud-init user-data that makes a forwarder of a fresh machine. Pure: the same arguments give the same bytes,
 * since another byte replaces the machine. Throws above Azure's limit of 64 KiB.
 */
export function userData({ port, spoolGiB, senders, platformPatching }: UserDataArgs): string {
  const agentPortFile = AGENT_PORT_FILE;
  const rsyslog = rsyslogFiles({ port, senders, spoolDirectory: SPOOL_DIRECTORY, spoolLimit: spoolLimit(spoolGiB) });
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
      ...rsyslog.map(({ path, content }) =>
        file({ path: path.replace("/etc/rsyslog.d/", "/usr/local/share/qumulo-audit/rsyslog/"), content }),
      ),
      program("qumulo-spool-disk", { spoolDirectory: SPOOL_DIRECTORY }),
      ...serviceFiles(port),
      ...hardeningFiles,
      file({ path: "/etc/systemd/system/qumulo-spool.service", content: shipped("qumulo-spool.service") }),
      program("qumulo-forwarder-setup", {
        agentPortFile,
        defaultPort: wire.agent.defaultPort,
        disableUnneeded,
      }),
      file({
        path: "/etc/apt/apt.conf.d/21qumulo-upgrades",
        content: `APT::Periodic::Update-Package-Lists "${selfPatching}";\nAPT::Periodic::Unattended-Upgrade "${selfPatching}";\n`,
      }),
    ],
    // One command, so that its failure is cloud-init's failure.
    runcmd: [["/usr/local/sbin/qumulo-forwarder-setup"]],
  };
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMIT) throw new Error(`the machine's user-data has ${bytes} bytes; Azure takes ${LIMIT}`);
  return text;
}
