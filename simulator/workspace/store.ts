import { FUNCTION_NAME } from "../../components/events/functions";
import { syslogContract } from "../../components/syslogContract";
import type { DeployedArtifacts } from "../engine/graph";
import type { SavedFunction } from "../kql/language";
import { tableFrom } from "../kql/run/namedRows";
import type { Table } from "../kql/run/table";
import { machineIds } from "../rsyslog/deployedFiles";
import { type Billed, billing } from "./billing";
import { type SyslogRow, syslogColumns } from "./syslog";
import { deployedDataFlows, deployedFunctions, ingest, programFunctions, workspaceDatabase } from "./workspace";

/** The workspace's contents after a rehearsal. */
export interface Stored {
  /** The workspace's tables by name. */
  readonly tables: Readonly<Record<string, Table>>;
  /** Saved functions by name. */
  readonly functions: Readonly<Record<string, SavedFunction>>;
  /** The rows that QumuloEvents returns. */
  readonly events: Table;
  /** Bytes that Azure would bill for each event, with each table and filter preset. */
  readonly billing: readonly Billed[];
}

/** Sends the agent's rows through the stack's data flows to the tables. Returns the tables by name. */
export const storedTables = (artifacts: DeployedArtifacts, rows: readonly SyslogRow[]): Record<string, Table> =>
  ingest(deployedDataFlows(artifacts), tableFrom(syslogColumns, rows));

/** Sends the agent's rows through the stack's data flows to the tables, and reads them with the stack's functions. */
export function store(artifacts: DeployedArtifacts, rows: readonly SyslogRow[]): Stored {
  const stream = tableFrom(syslogColumns, rows);
  const flows = deployedDataFlows(artifacts);
  const tables = ingest(flows, stream);
  const deployed = deployedFunctions(artifacts);
  // In a shared workspace, another stack may own the functions. This stack then deploys none, and the rehearsal uses
  // the functions that this program would deploy, with this stack's machines as events.forwarders.
  const functions =
    FUNCTION_NAME in deployed
      ? deployed
      : programFunctions(flows.length === 1 ? "syslog" : "parsed", machineIds(artifacts));
  const events = workspaceDatabase(functions, tables).run(FUNCTION_NAME, new Date());
  const appName = stream.columns.findIndex(({ name }) => name === "ProcessName");
  const ofClusters = stream.rows.filter((row) => row[appName] !== syslogContract.appName.forwarder);
  return { tables, functions, events, billing: billing({ columns: stream.columns, rows: ofClusters }) };
}
