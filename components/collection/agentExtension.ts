/** `auto` follows Microsoft's releases; a major.minor stays until it is changed. Example: `1.35`. */
export type AgentVersion = "auto" | string;

/** Ubuntu 24.04 is supported from 1.33 on. Source: learn.microsoft.com, Azure Monitor Agent version notes. */
const OLDEST = "1.33";

/**
 * Properties of the agent's extension. Without protected settings: with them the agent looks for keys of another
 * service and does not start (Azure/azure-linux-extensions, issue 2032).
 */
export const extensionProperties = (version: AgentVersion, proxy: string | undefined) => ({
  publisher: "Microsoft.Azure.Monitor",
  type: "AzureMonitorLinuxAgent",
  typeHandlerVersion: version === "auto" ? OLDEST : version,
  autoUpgradeMinorVersion: version === "auto",
  enableAutomaticUpgrade: version === "auto",
  // Always sent, because settings that are left out may stay. The agent uses a proxy in the mode "application" alone
  // (Azure/azure-linux-extensions, AzureMonitorAgent/agent.py, handle_mcs_config).
  settings: { proxy: proxy === undefined ? { mode: "none" } : { mode: "application", address: proxy, auth: "false" } },
});
