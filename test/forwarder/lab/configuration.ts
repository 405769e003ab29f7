import type { NoiseFilter } from "../../../components/filter/noiseFilter";

/**
 * `ours` is the deployed configuration, and `ours on Debian 13` is the same one with Debian 13's rsyslogd. `stock` is
 * the configuration that results from the published instructions (stock.conf).
 */
export type Configuration = "ours" | "ours on Debian 13" | "stock";

/** Differences from the default lab. */
export interface LabOptions {
  readonly spoolMiB?: number;
  readonly isApart?: boolean;
  readonly isOnSharedDisk?: boolean;
  readonly keep?: NoiseFilter;
  /** The maximum number of files and sessions that rsyslogd may have open. */
  readonly descriptors?: number;
}
