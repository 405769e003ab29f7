import type { AgentVersion } from "./agentExtension";

/** How the Azure Monitor Agent is installed on a machine, and how it reaches Azure Monitor. */
export interface AgentSettings {
  /** Who installs the agent: this stack, or a company policy. */
  readonly installedBy: "stack" | "policy";
  /** Version that this stack installs. */
  readonly version: AgentVersion;
  /** Resource id of the data collection endpoint for private ingestion. Default: the public endpoint. */
  readonly endpointId?: string;
  /** HTTP proxy. Default: none. Example: `http://proxy.example.com:3128`. */
  readonly proxy?: string;
}
