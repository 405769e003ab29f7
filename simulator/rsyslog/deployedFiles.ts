import { parse } from "yaml";
import { z } from "zod";
import type { DeployedArtifacts } from "../engine/graph";

/** A file as the stack ships it to its forwarders. */
export interface DeployedFile {
  readonly path: string;
  readonly content: string;
}

/** The forwarder whose configuration is rehearsed. */
export interface DeployedForwarder {
  /** Name of the machine: the column Computer. */
  readonly computer: string;
  readonly resourceId: string;
  readonly files: readonly DeployedFile[];
}

const associationInputs = z.object({ resourceUri: z.string() });

/** Ids of the machines, in Azure and behind Arc, that the stack has tied to its rule. */
export const machineIds = (graph: DeployedArtifacts): string[] => [
  ...new Set(
    graph
      .all("azure-native:monitor:DataCollectionRuleAssociation")
      .map(({ inputs }) => associationInputs.parse(inputs).resourceUri),
  ),
];

const machineInputs = z.object({ osProfile: z.object({ customData: z.string(), computerName: z.string() }) });
const userData = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });

/** Where machine and script put rsyslog's files, and the folder that rsyslogd reads. */
const RSYSLOG_FOLDERS = ["/usr/local/share/qumulo-audit/rsyslog/", "/etc/rsyslog.d/"];

/** rsyslog's files of a stack's first machine, else of its script for Arc servers: what is shipped, not what renders it. */
export function deployedForwarder(graph: DeployedArtifacts): DeployedForwarder {
  const [machine] = graph.all("azure-native:compute:VirtualMachine");
  if (machine !== undefined) {
    const { osProfile } = machineInputs.parse(machine.inputs);
    const text = Buffer.from(osProfile.customData, "base64").toString();
    return {
      computer: osProfile.computerName,
      resourceId: machine.id,
      files: rsyslogFiles(userData.parse(parse(text)).write_files),
    };
  }
  const script = z.string().parse(graph.outputs.arcOnboardingScript);
  const files = [...script.matchAll(/^write (\S+) \d+ << '(\w+)'\n([\s\S]*?)\n\2$/gm)].map(
    ([, path = "", , content = ""]) => ({
      path,
      content: `${content.replace('spoolDirectory="__SPOOL__"', 'spoolDirectory="/var/spool/rsyslog"')}\n`,
    }),
  );
  const [resourceId = ""] = machineIds(graph);
  return { computer: resourceId.split("/").at(-1) || "arc-server", resourceId, files: rsyslogFiles(files) };
}

function rsyslogFiles(files: readonly DeployedFile[]): DeployedFile[] {
  return files.flatMap(({ path, content }) => {
    const folder = RSYSLOG_FOLDERS.find((prefix) => path.startsWith(prefix));
    return folder !== undefined && path.endsWith(".conf") ? [{ path: path.slice(folder.length), content }] : [];
  });
}
