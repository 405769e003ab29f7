import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { codeOf } from "../fileError";

/** Only this many bytes at the beginning of a file are examined to decide whether it is a text file. */
const EXAMINED_BYTES = 64 * 1024;
/**
 * A text file has at most 10 control characters, or at most one in 20 bytes. Control characters are allowed because file names
 * may contain them. In compressed or encrypted data, 1 byte in 9 is a control character.
 */
const MOST_CONTROLS = 10;
const MOST_CONTROLS_SHARE = 0.05;
const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
/** The largest size of a decompressed gzip file. The size is limited because a rehearsal keeps all rows in memory. */
const LARGEST_UNPACKED = 512 * 1024 * 1024;

/** A file that an option of the command line names. */
interface OptionFile {
  /** Example: `events`. */
  readonly option: string;
  /** The sentence that completes an error about the file's content. */
  readonly wanted: string;
}

const EVENTS: OptionFile = {
  option: "events",
  wanted: "Give a text file with one audit event per line, as the cluster sends it.",
};
const ARRIVAL: OptionFile = {
  option: "arrival",
  wanted: "Give a text file with one time per line, for example 2026-11-23T08:15:32Z.",
};

/**
 * Reads the file of `--events`, plain or compressed with gzip, without changing its bytes. If the file is not a text file,
 * throws an error that tells the user what to do.
 */
export const readEventsFile = (path: string): Buffer => readTextFile(EVENTS, path);

/** Reads the file of `--arrival` in the same way. */
export const readArrivalFile = (path: string): Buffer => readTextFile(ARRIVAL, path);

function readTextFile(file: OptionFile, path: string): Buffer {
  const about = `--${file.option} ${path}`;
  const data = unpacked(about, read(about, file.wanted, path));
  if (data.length === 0) throw new Error(`${about} is empty. ${file.wanted}`);
  if (data.every(isBlank)) throw new Error(`${about} contains only blank lines. ${file.wanted}`);
  const examined = data.subarray(0, EXAMINED_BYTES);
  const start = examined.subarray(0, 2).toString("hex");
  if (start === "fffe" || start === "feff")
    throw new Error(`${about} is UTF-16. Convert it: iconv -f UTF-16 -t UTF-8 FILE > ${file.option}.txt`);
  if (examined.filter(isControl).length > Math.max(MOST_CONTROLS, examined.length * MOST_CONTROLS_SHARE))
    throw new Error(`${about} is not a text file. ${file.wanted}`);
  return data;
}

class NoFile extends Error {}

function read(about: string, wanted: string, path: string): Buffer {
  try {
    // A pipe is refused, because reading it would never end if nobody wrote to it.
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) throw new NoFile();
    return readFileSync(path);
  } catch (error) {
    if (error instanceof NoFile)
      throw new Error(`${about} is a pipe or a device. Write the lines to a file first, and give that file.`);
    const code = codeOf(error);
    if (code === "ENOENT") throw new Error(`${about} does not exist. ${wanted}`);
    if (code === "EISDIR") throw new Error(`${about} is a folder. ${wanted}`);
    if (code === "EACCES") throw new Error(`${about} cannot be read by this user: permission denied.`);
    throw new Error(`${about} cannot be read (${code}). ${wanted}`);
  }
}

function unpacked(about: string, data: Buffer): Buffer {
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data;
  try {
    return gunzipSync(data, { maxOutputLength: LARGEST_UNPACKED });
  } catch (error) {
    const reason = codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? "unpacks to more than 512 MB" : "is a damaged gzip file";
    throw new Error(`${about} ${reason}. Unpack a part of it: gzip -dc FILE | head -n 100000 > events.txt`);
  }
}
