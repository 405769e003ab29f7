import type { BadSetting } from "./setting";

/** Wrong settings that workspaceSchema.ts must refuse. */
export const workspaceSchema: readonly BadSetting[] = [
  {
    when: "total retention is between two values that Azure allows",
    config: { workspace: { totalRetentionInDays: 800 } },
    key: "workspace.totalRetentionInDays",
    problem: "1095",
    fixes: "totalRetentionInDays 730",
  },
  {
    when: "the daily cap is zero",
    config: { workspace: { dailyCapGb: 0 } },
    key: "workspace.dailyCapGb",
    problem: "less than the 0.023",
    fixes: "config rm --path workspace.dailyCapGb",
  },
];
