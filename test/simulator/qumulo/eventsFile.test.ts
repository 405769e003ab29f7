import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEventsFile } from "../../../simulator/qumulo/eventsFile";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo-events-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (content: Buffer): string => {
  const path = join(folder, "events");
  writeFileSync(path, content);
  return path;
};

const LINES = Buffer.from('10.0.0.1,"a",smb2,fs_open,ok,1,"/x",""\r\n10.0.0.1,"a\0",smb2,fs_open,ok,1,"/y",""\n');

describe("an events file", () => {
  it("is read unchanged, including line ends and a NUL in a name, whether plain or compressed", () => {
    expect(readEventsFile(written(LINES))).toEqual(LINES);
    expect(readEventsFile(written(gzipSync(LINES)))).toEqual(LINES);
  });

  it.each([
    ["empty", Buffer.alloc(0), "is empty"],
    ["an empty gzip file", gzipSync(""), "is empty"],
    ["only blank lines", Buffer.from("\n \r\n\t\n"), "contains only blank lines. Give a text file"],
    ["a damaged gzip file", gzipSync(LINES).subarray(0, 20), "damaged gzip file"],
    ["an executable", Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(500)]), "is not a text file"],
    [
      "compressed data without a gzip header",
      deflateRawSync(Array.from({ length: 300 }, (_, at) => `${at ** 7}`).join()),
      "is not a text file",
    ],
    ["UTF-16", Buffer.from("\ufeffabc", "utf16le"), "iconv -f UTF-16"],
  ])("that is %s is refused with an error that tells what to do", (_, content, message) => {
    expect(() => readEventsFile(written(content))).toThrow(message);
  });

  it("that is a pipe is refused at once, because reading it might never end", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(() => readEventsFile(pipe)).toThrow("is a pipe or a device. Write the lines to a file first");
    expect(() => readEventsFile("/dev/null")).toThrow("is a pipe or a device");
  });

  it("that is a folder or does not exist is refused with an error that tells what to do", () => {
    expect(() => readEventsFile(folder)).toThrow("is a folder. Give a text file with one audit event per line");
    expect(() => readEventsFile(join(folder, "none"))).toThrow("does not exist. Give a text file");
  });
});
