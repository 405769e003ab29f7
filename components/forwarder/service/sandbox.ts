import { renderFile } from "../../fileTemplate";

/**
 * Renders a systemd unit or drop-in with the restrictions in sandbox.conf: see docs/security.md.
 * Example: `sandboxed(__dirname, "qumulo-agent-port.service")`.
 */
export const sandboxed = (folder: string, name: string): string =>
  renderFile(folder, name, { sandbox: renderFile(__dirname, "sandbox.conf").trimEnd() });
