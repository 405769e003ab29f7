/**
 * Oldest and newest rsyslog 8 release with which the forwarder is tested: those in Debian 12 and Debian 13. Example: 2302 is
 * 8.2302.
 */
export const OLDEST_RSYSLOG = 2302;
export const NEWEST_RSYSLOG = 2504;
