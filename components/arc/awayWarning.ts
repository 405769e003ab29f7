/**
 * Returns the warning about an Arc server that is not connected. `index` is the server's position in `arc.servers`.
 * Example: `awayWarning("syslog-1", "Disconnected", 0)`.
 */
export const awayWarning = (machineName: string, status: string, index: number): string =>
  `The Arc server ${machineName} is ${status}: until it is connected, Azure can neither install nor change its agent, and a ` +
  `change would fail after 30 minutes. To leave its agent unchanged: pulumi config set --path 'arc.servers[${index}].agentInstalledBy' policy`;
