import { renderFile } from "../../fileTemplate";

/**
 * Renders a unit, or a drop-in of one, with the restrictions that all services of this project have: see docs/security.md.
 * Example: `sandboxed(__dirname, "qumulo-agent-port.service")`.
 */
export const sandboxed = (folder: string, name: string): string =>
  renderFile(folder, name, { sandbox: renderFile(__dirname, "sandbox.conf").trimEnd() });
