import { fillFile } from "../../filePlaces";

/**
 * A unit, or a drop-in of one, with what systemd keeps from every service of ours: docs/security.md. Example:
 * `sandboxed(__dirname, "qumulo-agent-port.service")`.
 */
export const sandboxed = (folder: string, name: string): string =>
  fillFile(folder, name, { sandbox: fillFile(__dirname, "sandbox.conf").trimEnd() });
