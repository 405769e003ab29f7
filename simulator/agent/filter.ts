import { z } from "zod";
import type { DeployedArtifacts } from "../engine/graph";
import { parseSyslogLine, type SyslogLine } from "./syslogLine";

// Names of facilities and levels in a collection rule, by their code. Source: RFC 5424, tables 1 and 2, and
// Microsoft.Insights/dataCollectionRules, SyslogDataSource.
const FACILITIES = (
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock " +
  "local0 local1 local2 local3 local4 local5 local6 local7"
).split(" ");
const LEVELS = "Emergency Alert Critical Error Warning Notice Info Debug".split(" ");

/** What the agent is told to collect. */
export interface AgentRule {
  readonly facilityNames: readonly string[];
  readonly logLevels: readonly string[];
}

const ruleInputs = z.object({
  dataSources: z.object({
    syslog: z.array(z.object({ facilityNames: z.array(z.string()), logLevels: z.array(z.string()) })).length(1),
  }),
});

/** The rule of a stack, as the agent would download it. */
export function agentRule(shipped: DeployedArtifacts): AgentRule {
  const { dataSources } = ruleInputs.parse(shipped.all("azure-native:monitor:DataCollectionRule")[0]?.inputs);
  const [source] = dataSources.syslog;
  if (source === undefined) throw new Error("the collection rule has no syslog source");
  return source;
}

/** A line that the agent has taken. */
export interface Collected {
  readonly facility: string;
  readonly severityLevel: string;
  readonly line: SyslogLine;
}

/**
 * What the agent does with a line: a facility or level that the rule does not list is dropped without a word, and
 * semicolons are taken out of the message (Azure/azure-linux-extensions, issue 2000).
 */
export function collect(rule: AgentRule, text: string): Collected | undefined {
  const line = parseSyslogLine(text);
  if (line === undefined) return undefined;
  const facility = FACILITIES[line.facility] ?? "";
  const level = LEVELS[line.severity] ?? "";
  const takes = (list: readonly string[], name: string) => list.includes(name) || list.includes("*");
  if (!takes(rule.facilityNames, facility) || !takes(rule.logLevels, level)) return undefined;
  return { facility, severityLevel: level.toLowerCase(), line: { ...line, message: line.message.replaceAll(";", "") } };
}
