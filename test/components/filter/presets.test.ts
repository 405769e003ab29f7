import { describe, expect, it } from "vitest";
import { operations } from "../../../components/events/operations";
import { isKept } from "../../../components/filter/isKept";
import { KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";
import { dropReasons } from "../../../components/filter/presets";

describe("a preset", () => {
  it("drops only operations of the classes read and login", () => {
    const classes = new Map(operations().map((operation) => [operation.name, operation.class]));
    for (const { name } of dropReasons)
      expect([name, classes.get(name)]).toEqual([name, expect.stringMatching(/^(read|login)$/)]);
  });

  it("keeps locks, which can set a retention period or a legal hold", () => {
    const line = '10.1.2.3,"AD\\bob",smb2,fs_write_file_lock,ok,1,"/scratch/x",""';
    for (const keep of ["noNoise", "changesOnly"] as const)
      expect(isKept({ ...KEEP_EVERYTHING, keep }, line)).toBe(true);
  });

  it("has a reason and a source for each operation that it drops", () => {
    for (const { name, reason, source } of dropReasons) {
      expect([name, reason.split(" ").length >= 6]).toEqual([name, true]);
      expect([name, source]).toEqual([
        name,
        expect.stringMatching(/RFC \d+, [\d.]+|\[MS-SMB2\] [\d.]+|@[0-9a-f]{8}, /),
      ]);
    }
  });

  it("keeps an event with an unknown status, which may be a refusal", () => {
    const line = (status: string) => `10.1.2.3,"u",smb2,fs_open,${status},1,"/a",""`;
    const filter = { ...KEEP_EVERYTHING, keep: "noNoise" as const };
    expect(isKept(filter, line("ok"))).toBe(false);
    expect(isKept(filter, line("fs_no_such_entry_error"))).toBe(false);
    expect(isKept(filter, line("fs_forbidden_error"))).toBe(true);
    expect(isKept(filter, line("fs_access_denied_error"))).toBe(true);
  });
});
