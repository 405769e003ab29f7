/**
 * All constants that two or more hops of an event must agree on. The hops are cluster, forwarder, agent, collection rule and
 * table.
 *
 * The forwarder sends RFC 5424 messages to the agent's port instead of using the template in Microsoft's own rsyslog
 * configuration. The first row of docs/verified.md has a command that shows whether a live agent parses both formats in the
 * same way.
 */
export const syslogContract = {
  /** Priority and app-name that a Qumulo node sends. Source: lines captured in splunk/splunk-connect-for-syslog, tests/test_qumulo.py. */
  qumulo: { priority: 14, appName: "qumulo" },

  /**
   * Facility and level that the forwarder sets for all events. The collection rule collects only this facility and level. The
   * cluster's own facility and level, user.info, are replaced, because the machine's own logs use them, too. Codes: RFC 5424,
   * section 6.2.1.
   */
  facility: { name: "local0", code: 16 },
  level: { name: "Info", syslogName: "info", code: 6 },

  /** App-names that the forwarder sets. The column ProcessName contains the app-name. */
  appName: {
    /** An event with the unchanged text that the cluster sent. */
    event: "qumulo",
    /** An event in which `;` and `%` are percent-encoded, because the agent removes `;`. */
    escaped: "qumulo-escaped",
    /**
     * An event whose sender's address is outside the ranges of the cluster that the event names. Such an event is
     * percent-encoded, too.
     */
    unverified: "qumulo-unverified",
    /** A forwarder's report about itself. */
    forwarder: "qumulo-forwarder",
  },

  /**
   * An unverified event starts with this mark and the sender's address, followed by a space and the event's text.
   * Example: `peer=10.9.8.7 10.1.2.3,"alice",…`.
   */
  peerMark: "peer=",

  /**
   * If the time in the header is invalid, the forwarder replaces it with the time of arrival. The event then starts with
   * this mark and the invalid time, followed by a space and the event's text. Example: `time=yesterday 10.1.2.3,"alice",…`.
   */
  timeMark: "time=",

  /** The collection rule's input stream, and the table that belongs to this stream. */
  stream: "Microsoft-Syslog",
  table: "Syslog",

  /** Table that contains only events and has a typed column for each field. */
  parsedTable: "QumuloAudit_CL",

  /**
   * Port that rsyslog listens on in Azure machines. This port never changes: the load balancer maps the endpoint's port to
   * it, so that changing the endpoint's port does not replace the machines.
   */
  machinePort: 514,

  agent: {
    /**
     * Default port of the agent. If this port is in use, the agent uses another one. The port file contains the port that
     * the agent uses.
     */
    defaultPort: 28330,
    /** Source: Azure/azure-linux-extensions, AzureMonitorAgent/agent.py. */
    portFile: "/etc/opt/microsoft/azuremonitoragent/config-cache/syslog.port",
  },
} as const;

/** PRI value of all lines that the forwarder sends to the agent: facility code × 8 + level. Example: 134 for local0.info. */
export const agentPriority = syslogContract.facility.code * 8 + syslogContract.level.code;
