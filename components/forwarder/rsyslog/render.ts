import { renderFile } from "../../fileTemplate";
import { addressCheck } from "../../filter/addressCheck";
import type { NoiseFilter } from "../../filter/noiseFilter";
import { filterModule, filterStatements } from "../../filter/rsyslogFilter";
import { agentPriority, syslogContract } from "../../syslogContract";
import { type MachineFile, plainFile } from "../machineFile";

/**
 * File from which rsyslogd reads the agent's port. The file is in /etc/rsyslog.d, because Ubuntu's AppArmor profile does not
 * allow rsyslogd to read a folder that this project creates. The file's name does not end in .conf, so rsyslogd does not load
 * the file as configuration.
 */
export const AGENT_PORT_FILE = "/etc/rsyslog.d/qumulo-agent.port";

/**
 * File from which rsyslogd reads the maximum size of the spool in bytes. qumulo-spool-check writes this file before each
 * start of rsyslogd.
 */
export const SPOOL_LIMIT_FILE = "/etc/rsyslog.d/qumulo-spool.limit";

/** Name of the ruleset whose queue is the spool. The names of the queue's threads contain this name. */
export const SPOOLED_RULESET = "spooled";

export interface RsyslogArgs {
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** The spool folder: `/var/spool/rsyslog` on Debian and Ubuntu, `/var/lib/rsyslog` on RHEL. */
  readonly spoolDirectory: string;
  /** The clusters that send to this machine. Lines from other senders are forwarded as unverified. */
  readonly senders: readonly Sender[];
  /** Which events are forwarded to the agent. */
  readonly filter: NoiseFilter;
}

/** A cluster and the addresses that its nodes connect from. */
export interface Sender {
  readonly name: string;
  readonly nodeCidrs: readonly string[];
}

/** Returns rsyslog's configuration files, which are the same for Azure machines and Arc servers. */
export const rsyslogFiles = ({ port, spoolDirectory, senders, filter }: RsyslogArgs): MachineFile[] => [
  plainFile("/etc/rsyslog.d/00-qumulo-global.conf", renderFile(__dirname, "00-qumulo-global.conf")),
  plainFile(
    "/etc/rsyslog.d/05-qumulo-audit.conf",
    renderFile(__dirname, "05-qumulo-audit.conf", {
      port,
      spoolDirectory,
      spoolLimitFile: SPOOL_LIMIT_FILE,
      agentPriority,
      agentPortFile: AGENT_PORT_FILE,
      eventName: syslogContract.appName.event,
      escapedName: syslogContract.appName.escaped,
      unverifiedName: syslogContract.appName.unverified,
      peerMark: syslogContract.peerMark,
      timeMark: syslogContract.timeMark,
      timeForm: TIME_FORM,
      senders: sendersCheck(senders),
      filter: filterStatements(filter),
      filterModule: filterModule(filter),
      forwarderName: syslogContract.appName.forwarder,
    }),
  ),
];

/**
 * POSIX regular expression, as an rsyslog string, for a time that can be converted to RFC 5424 format, even if rsyslogd
 * itself cannot parse this time. The first group is the date.
 * Example: `2026-11-23t08:15:30.1234567+0100`.
 */
const TIME_FORM =
  "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))[Tt]((2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](\\\\.[0-9]{1,6})?)[0-9]*([Zz]|[-+](2[0-3]|[01][0-9]):?[0-5][0-9])$";

/** Returns the condition that the sender's address belongs to the cluster that the line names. */
const sendersCheck = (senders: readonly Sender[]): string =>
  senders.length === 0 ? "0 == 1" : senders.map(senderCheck).join(" or ");

/**
 * Returns the condition for one cluster. The address is checked first, because that is faster. Names are compared as a whole,
 * because one cluster's name may be the beginning of another's. If rsyslogd could not parse the header, `$.host` is the host
 * name in the header and a space; otherwise `$.host` is empty, and $hostname is the host name. One expression covers both
 * cases, so that the cluster's ranges take up space in the user-data only once.
 */
const senderCheck = ({ name, nodeCidrs }: Sender): string =>
  `((${addressCheck(nodeCidrs)}) and re_match_i($.host & $hostname, '^${name}-[0-9]+( |$)'))`;
