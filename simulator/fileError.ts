/** The code of an error of the file system. Example: `ENOENT`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);

/** What the system says of an error, in words. Example: `ENOSPC: no space left on device, write` is `no space left on device`. */
export const wordsOf = (error: unknown): string =>
  /^E[A-Z0-9]+: ([^,]+)/.exec(error instanceof Error ? error.message : "")?.[1] ?? codeOf(error);
