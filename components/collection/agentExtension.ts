/** `auto` follows Microsoft's releases; a major.minor version stays installed until the setting changes. Example: `1.35`. */
export type AgentVersion = "auto" | string;

/** First agent version that supports Ubuntu 24.04. Source: learn.microsoft.com, Azure Monitor Agent version notes. */
const OLDEST = "1.33";

/**
 * Returns the properties of the agent's VM extension. The extension must have no protected settings: the agent would look
 * there for another service's keys, find none, and not start. Source: Azure/azure-linux-extensions, issue 2032.
 */
export const extensionProperties = (version: AgentVersion, proxy: string | undefined) => ({
  publisher: "Microsoft.Azure.Monitor",
  type: "AzureMonitorLinuxAgent",
  typeHandlerVersion: version === "auto" ? OLDEST : version,
  autoUpgradeMinorVersion: version === "auto",
  enableAutomaticUpgrade: version === "auto",
  // The settings are always sent, because Azure may keep the old settings if a request omits them. The agent uses a proxy
  // only in the mode "application". Source: Azure/azure-linux-extensions, AzureMonitorAgent/agent.py, handle_mcs_config.
  settings: { proxy: proxy === undefined ? { mode: "none" } : { mode: "application", address: proxy, auth: "false" } },
});
