import { describe, expect, it } from "vitest";
import { fileLines, header, toMessage } from "../../../simulator/qumulo/messages";

const now = new Date("2026-11-23T08:15:30.120Z");

describe("an events file", () => {
  it("is split into lines without changing a byte, and empty lines are omitted", () => {
    expect(fileLines(Buffer.from("a\r\n\n b \n\r\nc")).map(String)).toEqual(["a\r", " b ", "c"]);
    expect(fileLines(Buffer.from([0xff, 10]))[0]).toEqual(Buffer.from([0xff]));
  });

  it("may contain whole lines, which stay unchanged, and bare bodies, which get a header", () => {
    const full = Buffer.from("<14>1 2021-12-08T21:14:32.063248Z nas-1 qumulo - - - body");
    expect(toMessage(full, "other-1", now)).toEqual({ host: "nas-1", line: full, body: "body" });
    const bare = toMessage(Buffer.from('10.0.0.1,"x"'), "nas-2", now);
    expect(String(bare.line)).toBe('<14>1 2026-11-23T08:15:30.12Z nas-2 qumulo - - - 10.0.0.1,"x"');
    expect(bare).toMatchObject({ host: "nas-2", body: '10.0.0.1,"x"' });
  });

  it.each([
    ["- - - body", "body"],
    ["- - - body\r", "body#015"],
    ["- - -", ""],
    ["- - - ", ""],
    ['- - [x a="1"] body', '- - [x a="1"] body'],
    ['- - [x a="1" open body', '- - [x a="1" open body'],
    ["7 ID1 - body", "body"],
  ])(
    "may contain any kind of header: in a line with '%s' after the app-name, the right body is found",
    (rest, body) => {
      const line = Buffer.from(`<14>1 2026-11-23T08:15:30Z nas-1 qumulo ${rest}`);
      expect(toMessage(line, "other-1", now)).toEqual({ host: "nas-1", line, body });
    },
  );

  it("may contain other programs' lines, which must not arrive", () => {
    expect(toMessage(Buffer.from("<14>1 - vm logger - - - x"), "n-1", now).body).toBeUndefined();
    expect(toMessage(Buffer.from("<13>Nov 23 08:15:31 vm myapp[8]: x"), "n-1", now).body).toBeUndefined();
    expect(toMessage(Buffer.from("<14>Nov 23 08:15:31 nas-1 qumulo: x"), "n-1", now)).toMatchObject({
      host: "nas-1",
      body: " x",
    });
  });

  it("may contain control characters, which must arrive as rsyslog escapes them, and TABs, which must not change", () => {
    expect(toMessage(Buffer.from("a\tb\u0007\u007f"), "n-1", now).body).toBe("a\tb#007\u007f");
  });

  it("is sent with header times that have no trailing zeros, as Qumulo writes them", () => {
    expect(header("n-1", new Date("2026-11-23T08:15:30.000Z"))).toContain(" 2026-11-23T08:15:30Z n-1 ");
    expect(header("n-1", new Date("2026-11-23T08:15:30.500Z"))).toContain(" 2026-11-23T08:15:30.5Z n-1 ");
  });
});
