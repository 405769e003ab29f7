import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

// These use real servers or take their time: they belong to `npm test`, not to the inner loop.
const SLOW = [
  "test/attacks/**",
  "test/forwarder/**",
  "test/lines/**",
  "test/engine/**",
  "test/boot/**",
  "test/thorough/**",
];

/** A second rsyslogd, by its name in setup/programs.mjs: what a release can change is tested with both. */
const OTHER_RSYSLOGD = "rsyslog-debian13";
const BY_RELEASE = [
  "dropped",
  "events",
  "faults",
  "filter",
  "hardLines",
  "rehearsal",
  "senders",
  "spoolCheck",
  "waiting",
];
/** Where it cannot be had, set-up has said so; in CI its tests fail. */
const hasOther = Boolean(process.env.CI) || existsSync(`node_modules/.provided/${OTHER_RSYSLOGD}`);

export default defineConfig({
  test: {
    reporters: ["default", "./test/notRun.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: SLOW,
          // A first import of the provider takes seconds on a busy machine.
          testTimeout: 30_000,
          // One module cache for all files of a worker: the provider's classes take seconds to load.
          isolate: false,
        },
      },
      {
        test: {
          name: "real",
          include: [
            "test/attacks/**/*.test.ts",
            "test/forwarder/**/*.test.ts",
            "test/lines/**/*.test.ts",
            "test/thorough/**/*.test.ts",
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One rsyslogd at a time: the tests share the machine's cores.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "debian13",
          include: hasOther ? BY_RELEASE.map((name) => `test/forwarder/${name}.test.ts`) : [],
          env: { QUMULO_AUDIT_RSYSLOGD: OTHER_RSYSLOGD },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          // The Automation API runs the program in its process, one stack at a time: two files have a process each. Their
          // group is another one than that of the unit tests, which have another number of workers, and ends before the files
          // that run one at a time begin.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "boot",
          include: ["test/boot/**/*.test.ts"],
          testTimeout: 180_000,
          // The tree of the machine is built once, which takes minutes.
          hookTimeout: 900_000,
          // One machine at a time: they have one address.
          fileParallelism: false,
        },
      },
    ],
  },
});
