/** Returns the code of a file system error. Example: `ENOENT`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);

/**
 * Returns the operating system's description of an error.
 * Example: `no space left on device` for `ENOSPC: no space left on device, write`.
 */
export const wordsOf = (error: unknown): string =>
  /^E[A-Z0-9]+: ([^,]+)/.exec(error instanceof Error ? error.message : "")?.[1] ?? codeOf(error);
