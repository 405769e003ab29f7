import { z } from "zod";
import { resourceTypes } from "../../components/resourceId";
import {
  isTotalRetention,
  LEAST_DAILY_CAP_GB,
  nearestTotalRetention,
  RETENTION_DAYS,
  TOTAL_RETENTION,
} from "../../components/workspace/retention";
import { azureId, check, flag, must, optionalFlag, whole } from "./checks";
import type { ValueError } from "./messages";
import { daysOf, type Near, nearWhole, numberOf } from "./nearest";

/** Defaults for a new workspace. An existing workspace is never changed, so these settings do not apply to it. */
const NEW_WORKSPACE = {
  retentionInDays: 90,
  // Audits look back one year (365 days). The other 35 days are a reserve.
  totalRetentionInDays: 400,
  publicIngestion: true,
  publicQuery: true,
} as const;

/**
 * Returns the error for a daily cap that is too small. A cap of zero would drop every event, so its error suggests
 * removing the setting.
 */
function dailyCapError(value: number): ValueError | undefined {
  if (value >= LEAST_DAILY_CAP_GB) return undefined;
  const problem = `${value} is less than the ${LEAST_DAILY_CAP_GB} that the service accepts; leave it out for no cap`;
  return value <= 0 ? { problem, remove: true } : { problem };
}

/** Suggests the nearest total retention that the service accepts. */
const nearTotalRetention: Near = (found) => {
  const days = daysOf(found);
  return days === undefined ? [] : [nearestTotalRetention(days)];
};
const nearRetention: Near = (found) => nearWhole(RETENTION_DAYS.lowest, RETENTION_DAYS.highest)(daysOf(found));
const nearNumber: Near = (found) => [numberOf(found) ?? []].flat();

/** Schema for `workspace`: the workspace that stores events. */
export const workspaceSchema = z
  .strictObject({
    existingId: azureId(resourceTypes.workspace)
      .optional()
      .meta({ description: "Id of an existing workspace in any subscription and region. It is never changed." }),
    retentionInDays: whole({ ...RETENTION_DAYS, unit: "days", near: nearRetention })
      .optional()
      .meta({
        description: "How long rows can be queried without a search job or a restore.",
        default: NEW_WORKSPACE.retentionInDays,
        example: 180,
      }),
    totalRetentionInDays: z
      .number()
      .superRefine(
        must(
          isTotalRetention,
          (value) => `${value} is not a total retention that the service accepts: ${TOTAL_RETENTION}`,
        ),
      )
      .meta({ near: nearTotalRetention, others: [RETENTION_DAYS.highest], unit: "days", values: TOTAL_RETENTION })
      .optional()
      .meta({
        description:
          "How long rows are kept in total; after `retentionInDays`, only a search job or a restore can read them.",
        default: NEW_WORKSPACE.totalRetentionInDays,
        example: 730,
      }),
    dailyCapGb: z
      .number()
      .superRefine(check(dailyCapError))
      .meta({ near: nearNumber, example: 100, unit: "GB a day", values: `${LEAST_DAILY_CAP_GB} or more` })
      .optional()
      .meta({
        description: "Daily volume after which the workspace drops every further audit event until the next day.",
        default: "no cap",
      }),
    publicIngestion: optionalFlag().optional().meta({
      description:
        "`false` makes the workspace accept events only through an Azure Monitor Private Link Scope; this needs `collection.endpointId`.",
      default: NEW_WORKSPACE.publicIngestion,
    }),
    publicQuery: optionalFlag().optional().meta({
      description:
        "`false` makes the workspace answer queries, including those in the portal, only from networks that are connected to an Azure Monitor Private Link Scope.",
      default: NEW_WORKSPACE.publicQuery,
    }),
    deleteOnDestroy: flag("Lets `pulumi destroy --run-program` delete the workspace with its events.", false),
  })
  .prefault({});

/** Returns the settings of a new workspace, with defaults filled in. */
export const newWorkspace = (workspace: z.output<typeof workspaceSchema>) => ({ ...NEW_WORKSPACE, ...workspace });
