import { renderFile } from "../fileTemplate";

/** A file of a machine, as cloud-init writes it and the script for Arc servers too. */
export interface MachineFile {
  readonly path: string;
  /** Octal mode. Example: `0644`. */
  readonly permissions: string;
  readonly content: string;
}

/**
 * The same file without comments and empty lines, for user-data, whose length is limited. The first line stays, because a
 * script's names its interpreter.
 */
export const withoutComments = ({ path, permissions, content }: MachineFile): MachineFile => ({
  path,
  permissions,
  content: content.replace(/\n(?:[ \t]*(?:#.*)?\n)+/g, "\n").replace(/^#(?!!).*\n/, ""),
});

/** A file that everyone may read. */
export const plainFile = (path: string, content: string): MachineFile => ({ path, permissions: "0644", content });

/** A shipped program, under its own name where administrators' programs lie. */
export const program = (
  folder: string,
  name: string,
  values: Readonly<Record<string, string | number>> = {},
): MachineFile => ({ path: `/usr/local/sbin/${name}`, permissions: "0755", content: renderFile(folder, name, values) });
