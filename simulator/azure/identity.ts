import { createHash } from "node:crypto";

/** Hex digits that depend only on the text, so that every rehearsal gives the same ids. */
export const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** A GUID that depends only on the text. */
export const guid = (text: string): string =>
  digest(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
