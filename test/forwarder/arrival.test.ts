import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { npmStart } from "./npmStart";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo-arrival-"));
  // If the tests run as root, they run rsyslogd as the user nobody, which needs access to this folder.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "tmp"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("npm start replays each line at its time in --arrival, or without --arrival right after its event", async () => {
  const inFolder = (name: string) => join(folder, name);
  const [events, arrival, out] = [inFolder("tree.txt"), inFolder("arrival.txt"), inFolder("tree")];
  writeFileSync(
    events,
    '<14>1 2026-11-23T08:15:30Z devnas-1 qumulo - - - 10.0.0.9,"admin",api,tree_delete_start,ok,,"/projects/",""\n',
  );
  writeFileSync(arrival, "2026-11-23T11:15:31Z\n");
  const alertsOf = async (...args: string[]): Promise<unknown> => {
    await npmStart(["--events", events, "--out", out, ...args], inFolder("tmp"));
    return JSON.parse(readFileSync(join(out, "alerts.json"), "utf8"));
  };
  const alert = {
    detection: "treeDelete",
    severity: "medium",
    dimensions: { Cluster: "devnas", Actor: "admin" },
    count: 1,
    firstEvent: "2026-11-23T08:15:30.0000000Z",
  };
  expect(await alertsOf("--arrival", arrival)).toEqual([{ ...alert, firedAt: "2026-11-23T11:30:00.000Z", late: true }]);
  expect(await alertsOf()).toEqual([{ ...alert, firedAt: "2026-11-23T08:30:00.000Z", late: false }]);
});
