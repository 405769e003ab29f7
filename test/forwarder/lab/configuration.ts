import type { NoiseFilter } from "../../../components/filter/noiseFilter";

/** `ours` is the deployed configuration, also with Debian 13's rsyslogd; `stock` is the one that today's recipes leave. */
export type Configuration = "ours" | "ours on Debian 13" | "stock";

/** How a lab differs from the default one. */
export interface LabOptions {
  readonly spoolMiB?: number;
  readonly isApart?: boolean;
  readonly isOnSharedDisk?: boolean;
  readonly keep?: NoiseFilter;
  /** The most files that rsyslogd may have open, including its sessions. */
  readonly descriptors?: number;
}
