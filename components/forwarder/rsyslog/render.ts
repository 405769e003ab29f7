import { renderFile } from "../../fileTemplate";
import { addressCheck } from "../../filter/addressCheck";
import type { NoiseFilter } from "../../filter/noiseFilter";
import { filterModule, filterStatements } from "../../filter/rsyslogFilter";
import { agentPriority, syslogContract } from "../../syslogContract";
import { type MachineFile, plainFile } from "../machineFile";

/**
 * Where rsyslogd reads the agent's port. Below /etc/rsyslog.d, because Ubuntu's AppArmor profile lets rsyslogd read
 * there and not in a folder of ours; it does not end in .conf, so it is not taken for configuration.
 */
export const AGENT_PORT_FILE = "/etc/rsyslog.d/qumulo-agent.port";

/** Where rsyslogd reads how many bytes the spool may hold; qumulo-spool-check writes it before each start. */
export const SPOOL_LIMIT_FILE = "/etc/rsyslog.d/qumulo-spool.limit";

/** The ruleset whose queue is the spool: rsyslogd names the queue's threads after it. */
export const SPOOLED_RULESET = "spooled";

export interface RsyslogArgs {
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** Folder of the spool. `/var/spool/rsyslog` on Debian and Ubuntu, `/var/lib/rsyslog` on RHEL. */
  readonly spoolDirectory: string;
  /** The clusters that send here; lines of others go on as unverified. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
}

/** A cluster and the addresses that its nodes connect from. */
export interface Sender {
  readonly name: string;
  readonly nodeCidrs: readonly string[];
}

/** The configuration files of rsyslog, the same for a machine in Azure and for a server behind Arc. */
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
 * A time that can be written as RFC 5424 has it, in rsyslog's spelling of a POSIX expression: its day, its clock with at
 * most six digits below a second, and its zone. What rsyslogd itself takes is narrower.
 */
const TIME_FORM =
  "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))[Tt]((2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](\\\\.[0-9]{1,6})?)[0-9]*([Zz]|[-+](2[0-3]|[01][0-9]):?[0-5][0-9])$";

/** Whether the cluster that a line names owns the address that it comes from. */
const sendersCheck = (senders: readonly Sender[]): string =>
  senders.length === 0 ? "0 == 1" : senders.map(senderCheck).join(" or ");

/**
 * The check of one cluster. The address first, because it is the cheaper half. Names are compared whole, because one
 * cluster's name may begin with another's. Where rsyslogd has refused the header, `$.host` is the
 * name in it and a blank; else that is empty. One text of both, because addresses that stood twice would fill the user-data.
 */
const senderCheck = ({ name, nodeCidrs }: Sender): string =>
  `((${addressCheck(nodeCidrs)}) and re_match_i($.host & $hostname, '^${name}-[0-9]+( |$)'))`;
