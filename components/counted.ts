/** Returns a number with its noun, singular or plural. Examples: `1 event`, `2 events`. */
export const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;
