import { renderFile } from "../fileTemplate";

/** A file that cloud-init or the script for Arc servers writes on a machine. */
export interface MachineFile {
  readonly path: string;
  /** Octal mode. Example: `0644`. */
  readonly permissions: string;
  readonly content: string;
}

/**
 * The file without comments and empty lines, because the size of user-data is limited. A first line that names the interpreter
 * of a script stays.
 */
export const withoutComments = ({ path, permissions, content }: MachineFile): MachineFile => ({
  path,
  permissions,
  content: content.replace(/\n(?:[ \t]*(?:#.*)?\n)+/g, "\n").replace(/^#(?!!).*\n/, ""),
});

/** A file that all users may read. */
export const plainFile = (path: string, content: string): MachineFile => ({ path, permissions: "0644", content });

/** A program in /usr/local/sbin, from a template of the same name. */
export const program = (
  folder: string,
  name: string,
  values: Readonly<Record<string, string | number>> = {},
): MachineFile => ({ path: `/usr/local/sbin/${name}`, permissions: "0755", content: renderFile(folder, name, values) });
