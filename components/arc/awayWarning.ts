/**
 * What is said of an Arc server whose agent cannot be reached. `index` is its place in `arc.servers`.
 * Example: `awayWarning("syslog-1", "Disconnected", 0)`.
 */
export const awayWarning = (machineName: string, status: string, index: number): string =>
  `The Arc server ${machineName} is ${status}: Azure can neither install nor change its agent before it is back, and a ` +
  `change of it would fail after 30 minutes. Go on without: pulumi config set --path 'arc.servers[${index}].agentInstalledBy' policy`;
