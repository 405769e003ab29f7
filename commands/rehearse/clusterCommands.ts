import type { Rehearsal } from "../../simulator/rehearse";
import { wrapped } from "../terminal";

/** Returns lines with the commands that make clusters send events to a real deployment. Pure. */
export function clusterCommandLines(
  { outputs: { syslogEndpoint, qumuloCommands } }: Pick<Rehearsal, "outputs">,
  width: number,
): string[] {
  return [
    `\nIn a real deployment Qumulo sends to ${syslogEndpoint.url}:`,
    ...Object.entries(qumuloCommands).flatMap(([cluster, { beforeYouPaste, core6_0To7_8, coreFrom7_9 }]) => [
      `${wrapped(beforeYouPaste, width)}\n`,
      ...Object.entries({ "6.0 to 7.8": core6_0To7_8, "from 7.9": coreFrom7_9 }).map(
        ([core, { send }]) => `  ${cluster}, Core ${core}:\n${send.map((command) => `    ${command}\n`).join("")}`,
      ),
    ]),
    "To stop a cluster from sending: pulumi stack output qumuloCommands",
  ];
}
