import { renderFile } from "../fileTemplate";

/** A file that cloud-init or the onboarding script writes on a machine. */
export interface MachineFile {
  readonly path: string;
  /** Octal mode. Example: `0644`. */
  readonly permissions: string;
  readonly content: string;
}

/**
 * Returns the file without comment lines and empty lines, because the size of user-data is limited. The `#!` line of a
 * script stays.
 */
export const withoutComments = ({ path, permissions, content }: MachineFile): MachineFile => ({
  path,
  permissions,
  content: content.replace(/\n(?:[ \t]*(?:#.*)?\n)+/g, "\n").replace(/^#(?!!).*\n/, ""),
});

/** Returns a file that all users may read. */
export const plainFile = (path: string, content: string): MachineFile => ({ path, permissions: "0644", content });

/** Returns a program for /usr/local/sbin, rendered from the template of the same name. */
export const program = (
  folder: string,
  name: string,
  values: Readonly<Record<string, string | number>> = {},
): MachineFile => ({ path: `/usr/local/sbin/${name}`, permissions: "0755", content: renderFile(folder, name, values) });
