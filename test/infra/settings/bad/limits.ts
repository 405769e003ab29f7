import { arcOnly, type BadSetting } from "./setting";

/** Wrong settings that limits.ts must refuse. */
export const limits: readonly BadSetting[] = [
  {
    when: "the rules make the transformation longer than Azure allows",
    config: {
      ...arcOnly({ endpointAddress: "192.168.1.9" }),
      events: {
        table: "parsed",
        exclude: Array.from({ length: 28 }, (_, index) => ({
          users: [`u${index}`.repeat(40)],
          pathPrefixes: ["x".repeat(400)],
          protocols: [`p${index}`],
        })),
      },
    },
    key: "events.exclude",
    problem: "characters, and Azure allows 15,360: remove rules",
    fixes: "",
  },
  {
    when: "the clusters make a machine's user-data longer than Azure allows",
    config: {
      clusters: Array.from({ length: 12 }, (_, index) => ({
        name: `nas-${index}`,
        kind: "azureNative",
        nodeCidrs: Array.from({ length: 256 }, (_, at) => `10.${index}.${at}.0/25`),
      })),
    },
    key: "clusters",
    problem: "Azure allows 65,535: give fewer and wider ranges",
    fixes: "",
  },
];
