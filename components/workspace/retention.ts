/**
 * Lowest and highest number of days that Azure accepts for keeping a workspace's rows queryable.
 * Source: Microsoft.OperationalInsights/workspaces, PerGB2018.
 */
export const RETENTION_DAYS = { lowest: 30, highest: 730 } as const;

/** Smallest daily cap that Azure accepts, in GB. Source: learn.microsoft.com/azure/azure-monitor/logs/daily-cap. */
export const LEAST_DAILY_CAP_GB = 0.023;

/**
 * The only total retention values above two years that Azure accepts, in days.
 * Source: learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure.
 */
const YEARS = [1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383];

const LEAST_TABLE_DAYS = 4;

/** The total retention values that Azure accepts, as text for messages. */
export const TOTAL_RETENTION = `${LEAST_TABLE_DAYS} to ${RETENTION_DAYS.highest}, ${YEARS.join(", ")}`;

/** Whether Azure accepts this number of days for keeping a table's rows queryable. Source: data-retention-configure, as above. */
export const isTableRetention = (days: number): boolean =>
  Number.isInteger(days) && days >= LEAST_TABLE_DAYS && days <= RETENTION_DAYS.highest;

/** Whether Azure accepts this total retention. Example: it accepts 400 and 2556, but not 800. */
export const isTotalRetention = (days: number): boolean => isTableRetention(days) || YEARS.includes(days);

/** Returns the nearest total retention that Azure accepts. Example: 800 becomes 730, and 1825 becomes 1826. */
export const nearestTotalRetention = (days: number): number =>
  [Math.min(Math.max(Math.round(days), LEAST_TABLE_DAYS), RETENTION_DAYS.highest), ...YEARS].reduce((near, step) =>
    Math.abs(step - days) < Math.abs(near - days) ? step : near,
  );

/** Retention of the Syslog table. */
export interface SyslogRetention {
  readonly workspaceName: string;
  readonly retentionInDays: number;
  readonly totalRetentionInDays: number;
}

/**
 * Returns an ARM template that sets the retention of the built-in Syslog table. A Pulumi table resource cannot do this: the
 * table exists as soon as its workspace does, so Azure would refuse to create the table, and `destroy` would try to delete
 * it.
 */
export const syslogRetentionTemplate = ({ workspaceName, retentionInDays, totalRetentionInDays }: SyslogRetention) => ({
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [
    {
      type: "Microsoft.OperationalInsights/workspaces/tables",
      apiVersion: "2023-09-01",
      name: `${workspaceName}/Syslog`,
      // A PUT without retentionInDays would reset the table's retention to the workspace's.
      properties: { plan: "Analytics", retentionInDays, totalRetentionInDays },
    },
  ],
});
