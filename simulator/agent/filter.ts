import { z } from "zod";
import type { DeployedArtifacts } from "../engine/graph";
import { parseSyslogLine, type SyslogLine } from "./syslogLine";

// A collection rule's names for the syslog facilities and levels, in the order of their numeric codes. Source: RFC 5424,
// tables 1 and 2, and Microsoft.Insights/dataCollectionRules, SyslogDataSource.
const FACILITIES = (
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock " +
  "local0 local1 local2 local3 local4 local5 local6 local7"
).split(" ");
const LEVELS = "Emergency Alert Critical Error Warning Notice Info Debug".split(" ");

/** The facilities and levels that the agent collects. */
export interface AgentRule {
  readonly facilityNames: readonly string[];
  readonly logLevels: readonly string[];
}

const ruleInputs = z.object({
  dataSources: z.object({
    syslog: z.array(z.object({ facilityNames: z.array(z.string()), logLevels: z.array(z.string()) })).length(1),
  }),
});

/** Returns the facilities and levels of the collection rule that a stack has deployed. */
export function agentRule(artifacts: DeployedArtifacts): AgentRule {
  const { dataSources } = ruleInputs.parse(artifacts.all("azure-native:monitor:DataCollectionRule")[0]?.inputs);
  const [source] = dataSources.syslog;
  if (source === undefined) throw new Error("the collection rule has no syslog source");
  return source;
}

/** A line that the agent has collected. */
export interface Collected {
  readonly facility: string;
  readonly severityLevel: string;
  readonly line: SyslogLine;
}

/**
 * Collects a line as the agent does. Returns undefined if the line is not in the RFC 5424 format, or if the rule lacks
 * its facility or level: the agent drops such a line without a report. The agent removes semicolons from the message
 * (Azure/azure-linux-extensions, issue 2000).
 */
export function collect(rule: AgentRule, text: string): Collected | undefined {
  const line = parseSyslogLine(text);
  if (line === undefined) return undefined;
  const facility = FACILITIES[line.facility] ?? "";
  const level = LEVELS[line.severity] ?? "";
  const matches = (list: readonly string[], name: string) => list.includes(name) || list.includes("*");
  if (!matches(rule.facilityNames, facility) || !matches(rule.logLevels, level)) return undefined;
  return { facility, severityLevel: level.toLowerCase(), line: { ...line, message: line.message.replaceAll(";", "") } };
}
