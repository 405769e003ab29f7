/**
 * The contract between the hops of an event: cluster, forwarder, agent, collection rule, table. It contains all constants that
 * two hops must agree on.
 *
 * The forwarder sends RFC 5424 to the agent's port, and does not use the template of Microsoft's own configuration. The first
 * row of docs/verified.md checks that a live agent splits both in the same way.
 */
export const syslogContract = {
  /** Priority and app-name that a Qumulo node sends. Source: lines captured in splunk/splunk-connect-for-syslog, tests/test_qumulo.py. */
  qumulo: { priority: 14, appName: "qumulo" },

  /**
   * Facility and level that the forwarder sets for all events. The rule collects nothing else, because the machine's own logs
   * also use the facility and level of the cluster, user.info. Codes: RFC 5424, section 6.2.1.
   */
  facility: { name: "local0", code: 16 },
  level: { name: "Info", syslogName: "info", code: 6 },

  /** App-names that the forwarder sets. The column ProcessName contains them. */
  appName: {
    /** An event whose text is as the cluster sent it. */
    event: "qumulo",
    /** An event in which `;` and `%` are percent-encoded, because the agent removes `;`. */
    escaped: "qumulo-escaped",
    /** An event whose sender is not in the ranges of the cluster that it names. It is encoded in the same way. */
    unverified: "qumulo-unverified",
    /** A report of the forwarder about itself. */
    forwarder: "qumulo-forwarder",
  },

  /**
   * Prefix of the sender's address, with which an unverified event starts. A space and the event follow.
   * Example: `peer=10.9.8.7 10.1.2.3,"alice",…`.
   */
  peerMark: "peer=",

  /**
   * Prefix of a time in the header that is not a valid time. The event then starts with it, and the header has the time of
   * arrival. A space and the event follow. Example: `time=yesterday 10.1.2.3,"alice",…`.
   */
  timeMark: "time=",

  /** Stream of the collection rule, and its table. */
  stream: "Microsoft-Syslog",
  table: "Syslog",

  /** Table for events only, which has typed columns. */
  parsedTable: "QumuloAudit_CL",

  /**
   * Port on which rsyslog of a machine in Azure listens. It never changes: the load balancer maps the endpoint's port to it, so
   * that another endpoint port does not replace the machines.
   */
  machinePort: 514,

  agent: {
    /** Default port of the agent. If the port is in use, the agent uses another one and writes that to its port file. */
    defaultPort: 28330,
    /** Source: Azure/azure-linux-extensions, AzureMonitorAgent/agent.py. */
    portFile: "/etc/opt/microsoft/azuremonitoragent/config-cache/syslog.port",
  },
} as const;

/** PRI of all lines that the forwarder sends to the agent: facility code × 8 + level. Example: 134 for local0.info. */
export const agentPriority = syslogContract.facility.code * 8 + syslogContract.level.code;
