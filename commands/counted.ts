/** A number with its noun. Examples: `1 event`, `2 events`. */
export const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;
