import { dropped, type Preset } from "./presets";

/**
 * A filter rule. A rule matches an event if each of the rule's lists contains a value that matches the event.
 * Example: `{ users: ["AD\\svc-backup"], pathPrefixes: ["/scratch/"] }`.
 */
export interface FilterRule {
  /** Names of operations. Example: `["fs_read_data"]`. */
  readonly operations?: readonly string[];
  /** Protocols, as the cluster writes them. Example: `["nfsv3"]`. */
  readonly protocols?: readonly string[];
  /**
   * Users, as the cluster writes them. The case of a name is ignored if the name has only ASCII characters. Any other name
   * must match exactly, because rsyslog can change only the case of ASCII letters. Example: `["AD\\svc-backup"]`.
   */
  readonly users?: readonly string[];
  /** IPv4 ranges of the clients that access files. Example: `["10.1.2.0/24"]`. */
  readonly clientCidrs?: readonly string[];
  /**
   * Prefixes of paths. If an event has two paths, an `exclude` rule matches only if both paths start with one of the
   * prefixes. For an `include` rule, one such path is enough. Example: `["/scratch/"]`.
   */
  readonly pathPrefixes?: readonly string[];
}

/**
 * Which events are kept. In case of doubt, the filter keeps an event; isKept.ts defines exactly which events it keeps.
 *
 * Events with an unknown operation or status, refused attempts, and lines whose operation or status cannot be read reliably
 * are always kept. An `exclude` rule drops a line only if the line has one of the forms in exactForms.ts. The rule's
 * `pathPrefixes` match only if all of the event's paths start with one of the prefixes and no path has `.` or `..` as a
 * component. The rule's `clientCidrs` match only complete IPv4 addresses.
 */
export interface NoiseFilter {
  /** Preset that names the operations to drop; `everything` drops none. */
  readonly keep: Preset;
  /** Events that are kept even if the preset or an `exclude` rule matches them. */
  readonly include: readonly FilterRule[];
  /** Events that are dropped in addition to the preset's. */
  readonly exclude: readonly FilterRule[];
}

/** The filter that drops nothing. */
export const KEEP_EVERYTHING: NoiseFilter = { keep: "everything", include: [], exclude: [] };

/** Whether the filter keeps every event. */
export const dropsNothing = ({ keep, exclude }: NoiseFilter): boolean =>
  dropped[keep].length === 0 && exclude.length === 0;
