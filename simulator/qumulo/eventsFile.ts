import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { codeOf } from "../fileError";

/** What is looked at to tell text from something else, in bytes. */
const LOOKED_AT = 64 * 1024;
/**
 * Names of files may hold control characters; a file with more than these, and with more than one in twenty, is no text.
 * Of packed or encrypted bytes one in nine is a control character.
 */
const MOST_CONTROLS = 10;
const MOST_CONTROLS_SHARE = 0.05;
const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
/** Largest file that is unpacked: rows of a rehearsal are kept in memory. */
const LARGEST_UNPACKED = 512 * 1024 * 1024;

/**
 * Reads a file of events, also a gzipped one; its bytes stay as they are. Throws with one sentence and the way out where
 * there is no file of text.
 */
export function readEventsFile(path: string): Buffer {
  const data = unpacked(path, read(path));
  if (data.length === 0) throw new Error(`--events ${path} is empty. ${WANTED}`);
  if (data.every(isBlank)) throw new Error(`--events ${path} holds blank lines only. ${WANTED}`);
  const looked = data.subarray(0, LOOKED_AT);
  const start = looked.subarray(0, 2).toString("hex");
  if (start === "fffe" || start === "feff")
    throw new Error(`--events ${path} is UTF-16. Convert it: iconv -f UTF-16 -t UTF-8 FILE > events.txt`);
  if (looked.filter(isControl).length > Math.max(MOST_CONTROLS, looked.length * MOST_CONTROLS_SHARE))
    throw new Error(`--events ${path} is no text. ${WANTED}`);
  return data;
}

const WANTED = "Give a file with one audit event a line, as the cluster sends it.";

class NoFile extends Error {}

function read(path: string): Buffer {
  try {
    // A pipe that nobody writes into would be waited for without an end.
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) throw new NoFile();
    return readFileSync(path);
  } catch (error) {
    if (error instanceof NoFile)
      throw new Error(`--events ${path} is a pipe or a device, and a file is needed: write the lines into one first.`);
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
