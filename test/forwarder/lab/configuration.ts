import type { NoiseFilter } from "../../../components/events/noiseFilter";

/** Ours is what is shipped, also with Debian 13's rsyslogd; stock is what today's recipes leave. */
export type Configuration = "ours" | "ours on Debian 13" | "stock";

/** How a lab differs from the usual one. */
export interface LabOptions {
  readonly spoolMiB?: number;
  readonly isApart?: boolean;
  readonly isOnSharedDisk?: boolean;
  readonly keep?: NoiseFilter;
  /** Most files that rsyslogd may have open, sessions among them. */
  readonly descriptors?: number;
}
