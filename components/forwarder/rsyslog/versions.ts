/** Releases of rsyslog 8 that every test of the forwarder is run with: Debian 12's and Debian 13's. */
export const OLDEST_RSYSLOG = 2302;
export const NEWEST_RSYSLOG = 2504;
