import { type BadSetting, cluster } from "./setting";

/** Wrong settings that storedValues.ts must refuse. */
export const storedValues: readonly BadSetting[] = [
  {
    when: "there are too many tags",
    config: { tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, "x"])) },
    key: "tags",
    problem: "has 50 entries; at most 49",
    fixes: "",
  },
  {
    when: "a list is longer than its greatest length",
    config: cluster({
      nodeCidrs: Array.from({ length: 20_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`),
    }),
    key: "clusters[0].nodeCidrs",
    problem: "has 20000 entries; at most 1000",
    fixes: "",
  },
];
