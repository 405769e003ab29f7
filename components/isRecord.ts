/** Whether a value is an object or a list, so that its members can be read by name or index. */
export const isRecord = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === "object" && value !== null;
