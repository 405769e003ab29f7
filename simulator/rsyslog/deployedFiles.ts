import { parse } from "yaml";
import { z } from "zod";
import type { DeployedArtifacts } from "../engine/graph";

/** A file that the stack deploys to its forwarders. */
export interface DeployedFile {
  readonly path: string;
  readonly content: string;
}

/** The forwarder whose configuration a rehearsal uses. */
export interface DeployedForwarder {
  /** The machine's name, which is the value of the Computer column. */
  readonly computer: string;
  readonly resourceId: string;
  readonly files: readonly DeployedFile[];
}

const associationInputs = z.object({ resourceUri: z.string() });

/** Returns the ids of the Azure machines and Arc servers that the stack has associated with its collection rule. */
export const machineIds = (artifacts: DeployedArtifacts): string[] => [
  ...new Set(
    artifacts
      .all("azure-native:monitor:DataCollectionRuleAssociation")
      .map(({ inputs }) => associationInputs.parse(inputs).resourceUri),
  ),
];

const machineInputs = z.object({ osProfile: z.object({ customData: z.string(), computerName: z.string() }) });
const userData = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });

/** The folders to which cloud-init and the Arc script write rsyslog's files. rsyslogd reads only the second one. */
const RSYSLOG_FOLDERS = ["/usr/local/share/qumulo-audit/rsyslog/", "/etc/rsyslog.d/"];

/**
 * Returns the stack's first Azure machine, with rsyslog's files from the machine's cloud-init data. If the stack has no
 * Azure machine, returns the first Arc server, with the files from the script for Arc servers.
 */
export function deployedForwarder(artifacts: DeployedArtifacts): DeployedForwarder {
  const [machine] = artifacts.all("azure-native:compute:VirtualMachine");
  if (machine !== undefined) {
    const { osProfile } = machineInputs.parse(machine.inputs);
    const text = Buffer.from(osProfile.customData, "base64").toString();
    return {
      computer: osProfile.computerName,
      resourceId: machine.id,
      files: rsyslogFiles(userData.parse(parse(text)).write_files),
    };
  }
  const script = z.string().parse(artifacts.outputs.arcOnboardingScript);
  // Example: `write /etc/rsyslog.d/00-qumulo-global.conf 644 << 'END'`, then the file's lines, then `END`.
  const files = [...script.matchAll(/^write (\S+) \d+ << '(\w+)'\n([\s\S]*?)\n\2$/gm)].map(
    ([, path = "", , content = ""]) => ({
      path,
      content: `${content.replace('spoolDirectory="__SPOOL__"', 'spoolDirectory="/var/spool/rsyslog"')}\n`,
    }),
  );
  const [resourceId = ""] = machineIds(artifacts);
  return { computer: resourceId.split("/").at(-1) || "arc-server", resourceId, files: rsyslogFiles(files) };
}

function rsyslogFiles(files: readonly DeployedFile[]): DeployedFile[] {
  return files.flatMap(({ path, content }) => {
    const folder = RSYSLOG_FOLDERS.find((prefix) => path.startsWith(prefix));
    return folder !== undefined && path.endsWith(".conf") ? [{ path: path.slice(folder.length), content }] : [];
  });
}
