import { createHash } from "node:crypto";

/** Returns hex digits that depend only on the text, so that every rehearsal generates the same ids. */
export const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** Returns a GUID that depends only on the text. */
export const guid = (text: string): string =>
  digest(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
