/**
 * The contract between the hops of an event: Qumulo, forwarder, agent, collection rule, table. Every constant that two
 * hops must agree on lives here and nowhere else.
 *
 * The forwarder sends RFC 5424 to the agent's port, not the template of Microsoft's own file: whether a live agent
 * splits it the same way is the first line of docs/verified.md.
 */
export const syslogContract = {
  /** What a Qumulo node sends. Source: captured in splunk/splunk-connect-for-syslog, tests/test_qumulo.py. */
  qumulo: { priority: 14, appName: "qumulo" },

  /**
   * Facility and level that the forwarder gives every event it passes on, and the only ones that the rule collects:
   * the machine's own user.info lines share the cluster's facility and stay behind. Codes: RFC 5424, section 6.2.1.
   */
  facility: { name: "local0", code: 16 },
  level: { name: "Info", syslogName: "info", code: 6 },

  /** App-names behind the forwarder; they end in the column ProcessName. */
  appName: {
    /** An event as the cluster sent it. */
    event: "qumulo",
    /** An event with `;` and `%` percent-encoded, because the agent strips `;`. */
    escaped: "qumulo-escaped",
    /** An event whose sender is not in the ranges of the cluster that it names; encoded likewise. */
    unverified: "qumulo-unverified",
    /** A line about the forwarder itself. */
    forwarder: "qumulo-forwarder",
  },

  /**
   * What stands in front of the peer's address, which an unverified event begins with. The body follows a blank.
   * Example: `peer=10.9.8.7 10.1.2.3,"alice",…`.
   */
  peerMark: "peer=",

  /**
   * What stands in front of a header's time that is none, at the body's beginning; the header has the time of receipt.
   * A blank follows. Example: `time=yesterday 10.1.2.3,"alice",…`.
   */
  timeMark: "time=",

  /** Stream of the collection rule, and the table it ends in. */
  stream: "Microsoft-Syslog",
  table: "Syslog",

  /** Table of their own for events, with typed columns. */
  parsedTable: "QumuloAudit_CL",

  /**
   * Port on which rsyslog of a machine in Azure listens. One that never changes: the endpoint's port is the load
   * balancer's frontend, and its rule leads here, so that another one moves at once and no machine with it.
   */
  machinePort: 514,

  agent: {
    /** The agent's port unless it finds it taken; then it takes another and says so in the file. */
    defaultPort: 28330,
    /** Source: Azure/azure-linux-extensions, AzureMonitorAgent/agent.py. */
    portFile: "/etc/opt/microsoft/azuremonitoragent/config-cache/syslog.port",
  },
} as const;

/** PRI of everything that goes to the agent: facility code times 8 plus level. 134 for local0.info. */
export const agentPriority = syslogContract.facility.code * 8 + syslogContract.level.code;
