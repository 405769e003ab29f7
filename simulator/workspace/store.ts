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

/** The contents of the workspace after a rehearsal. */
export interface Stored {
  /** The workspace's tables by name. */
  readonly tables: Readonly<Record<string, Table>>;
  /** Saved functions by name. */
  readonly functions: Readonly<Record<string, SavedFunction>>;
  /** The result of QumuloEvents. */
  readonly events: Table;
  /** Bytes that Azure would bill for each event, by table and filter. */
  readonly billing: readonly Billed[];
}

/** Stores collected rows by the stack's data flows, and reads them with its functions. */
export function store(artifacts: DeployedArtifacts, rows: readonly SyslogRow[]): Stored {
  const stream = tableFrom(syslogColumns, rows);
  const flows = deployedDataFlows(artifacts);
  const tables = ingest(flows, stream);
  const deployed = deployedFunctions(artifacts);
  // If another stack owns the functions of a shared workspace, this stack deploys none. Then this program's functions take
  // their place, with this stack's machines as events.forwarders.
  const functions =
    FUNCTION_NAME in deployed
      ? deployed
      : programFunctions(flows.length === 1 ? "syslog" : "parsed", machineIds(artifacts));
  const events = workspaceDatabase(functions, tables).run(FUNCTION_NAME, new Date());
  const appName = stream.columns.findIndex(({ name }) => name === "ProcessName");
  const ofClusters = stream.rows.filter((row) => row[appName] !== syslogContract.appName.forwarder);
  return { tables, functions, events, billing: billing({ columns: stream.columns, rows: ofClusters }) };
}
