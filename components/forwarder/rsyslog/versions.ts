/**
 * The oldest and the newest rsyslog release with which the forwarder is tested: 8.2302 in Debian 12 and 8.2504 in Debian 13.
 */
export const OLDEST_RSYSLOG = 2302;
export const NEWEST_RSYSLOG = 2504;
