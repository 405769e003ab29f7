import { createHash } from "node:crypto";

/** Hex digits that depend on the text alone, so that a rehearsal gives the same ids every time. */
export const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** A GUID that depends on the text alone. */
export const guid = (text: string): string =>
  digest(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
