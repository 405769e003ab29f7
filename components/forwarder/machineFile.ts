import { fillFile } from "../filePlaces";

/** A file of a machine, as cloud-init writes it and the script for Arc servers too. */
export interface MachineFile {
  readonly path: string;
  /** Octal mode. Example: `0644`. */
  readonly permissions: string;
  readonly content: string;
}

/** A file that everyone may read. */
export const plainFile = (path: string, content: string): MachineFile => ({ path, permissions: "0644", content });

/** A shipped program, under its own name where administrators' programs lie. */
export const program = (
  folder: string,
  name: string,
  values: Readonly<Record<string, string | number>> = {},
): MachineFile => ({ path: `/usr/local/sbin/${name}`, permissions: "0755", content: fillFile(folder, name, values) });
