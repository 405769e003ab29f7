import { renderFile } from "../../fileTemplate";

/**
 * A unit, or a drop-in of one, with what systemd keeps from every service of ours: docs/security.md. Example:
 * `sandboxed(__dirname, "qumulo-agent-port.service")`.
 */
export const sandboxed = (folder: string, name: string): string =>
  renderFile(folder, name, { sandbox: renderFile(__dirname, "sandbox.conf").trimEnd() });
