import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { codeOf } from "../fileError";

/** What is looked at to tell text from something else, in bytes. */
const LOOKED_AT = 64 * 1024;
/** Text may hold a NUL here and there; a file with more than these, and with more than one in a hundred, is none. */
const MOST_NULS = 10;
/** Largest file that is unpacked: rows of a rehearsal are kept in memory. */
const LARGEST_UNPACKED = 512 * 1024 * 1024;

/**
 * Reads a file of events, also a gzipped one; its bytes stay as they are. Throws with one sentence and the way out where
 * there is no file of text.
 */
export function readEventsFile(path: string): Buffer {
  const data = unpacked(path, read(path));
  if (data.length === 0) throw new Error(`--events ${path} is empty. ${WANTED}`);
  const looked = data.subarray(0, LOOKED_AT);
  const start = looked.subarray(0, 2).toString("hex");
  if (start === "fffe" || start === "feff")
    throw new Error(`--events ${path} is UTF-16. Convert it: iconv -f UTF-16 -t UTF-8 FILE > events.txt`);
  if (looked.filter((byte) => byte === 0).length > Math.max(MOST_NULS, looked.length / 100))
    throw new Error(`--events ${path} is no text. ${WANTED}`);
  return data;
}

const WANTED = "Give a file with one audit event a line, as the cluster sends it.";

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") throw new Error(`--events ${path} does not exist. ${WANTED}`);
    if (code === "EISDIR") throw new Error(`--events ${path} is a folder. ${WANTED}`);
    if (code === "EACCES") throw new Error(`--events ${path} may not be read by this user.`);
    throw new Error(`--events ${path} cannot be read (${code}). ${WANTED}`);
  }
}

function unpacked(path: string, data: Buffer): Buffer {
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data;
  try {
    return gunzipSync(data, { maxOutputLength: LARGEST_UNPACKED });
  } catch (error) {
    const reason = codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? "unpacks to more than 512 MB" : "is a damaged gzip file";
    throw new Error(`--events ${path} ${reason}. Unpack a part of it: gzip -dc FILE | head -n 100000 > events.txt`);
  }
}
