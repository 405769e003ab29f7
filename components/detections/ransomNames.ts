import lists from "./ransomName/lists.json";

/** The four lists of the query ransomName. One file in a strong list raises an alert; files in weak lists need a burst. */
export const RANSOM_LISTS = ["strongExtensions", "weakExtensions", "strongNames", "weakNames"] as const;
export type RansomList = (typeof RANSOM_LISTS)[number];

/** Changes to the lists of names that ransomware uses. */
export interface RansomNameChanges {
  readonly add: Readonly<Partial<Record<RansomList, readonly string[]>>>;
  /** Extensions and names to remove from every list. Example: `["thor"]`. */
  readonly remove: readonly string[];
}

/** The published lists, in lower case. */
export const publishedRansomNames: Readonly<Record<RansomList, readonly string[]>> = {
  strongExtensions: lists.strong.extensions,
  weakExtensions: lists.weak.extensions,
  strongNames: lists.strong.names,
  weakNames: lists.weak.names,
};

/** Returns a list with the settings' changes, in lower case, sorted and without duplicates. */
export function ransomNames(list: RansomList, { add, remove }: RansomNameChanges): string[] {
  const removed = new Set(remove.map((name) => name.toLowerCase()));
  const all = [...publishedRansomNames[list], ...(add[list] ?? [])].map((name) => name.toLowerCase());
  return [...new Set(all)].filter((name) => !removed.has(name)).sort();
}
