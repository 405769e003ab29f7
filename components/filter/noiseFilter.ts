import { dropped, type Preset } from "./presets";

/**
 * Which events a rule matches: those that match every field it names. A list matches if one of its values does.
 * Example: `{ users: ["AD\\svc-backup"], pathPrefixes: ["/scratch/"] }`.
 */
export interface FilterRule {
  /** Example: `["fs_read_data"]`. */
  readonly operations?: readonly string[];
  /** As the cluster writes them. Example: `["nfsv3"]`. */
  readonly protocols?: readonly string[];
  /**
   * As the cluster writes them. A name of ASCII characters matches in upper and lower case; any other name must match
   * exactly, because rsyslog changes the case of ASCII letters only. Example: `["AD\\svc-backup"]`.
   */
  readonly users?: readonly string[];
  /** IPv4 ranges of the clients that access files. Example: `["10.1.2.0/24"]`. */
  readonly clientCidrs?: readonly string[];
  /** What the path starts with. If an event has two paths, both must. Example: `["/scratch/"]`. */
  readonly pathPrefixes?: readonly string[];
}

/**
 * Which events are kept. If in doubt, the filter keeps an event: isKept.ts defines what that means.
 *
 * These are always kept: an unknown operation or status, a refused attempt, and a line whose operation or status cannot
 * be read reliably. A rule of `exclude` drops a line only if its form is one of exactForms.ts. Its `pathPrefixes` match
 * only if all paths of the event start with one of them and none contains `.` or `..` as a part; its `clientCidrs` match
 * complete IPv4 addresses only.
 */
export interface NoiseFilter {
  /** Preset that names the operations to drop. Default: `everything`, which drops none. */
  readonly keep: Preset;
  /** Events that are kept even if the preset or a rule of `exclude` matches them. */
  readonly include: readonly FilterRule[];
  /** Events that are dropped in addition to the preset's. */
  readonly exclude: readonly FilterRule[];
}

/** The filter that drops nothing. */
export const KEEP_EVERYTHING: NoiseFilter = { keep: "everything", include: [], exclude: [] };

/** Whether the filter keeps every event. */
export const dropsNothing = ({ keep, exclude }: NoiseFilter): boolean =>
  dropped[keep].length === 0 && exclude.length === 0;
