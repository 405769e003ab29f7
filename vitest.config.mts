import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Tests that bind or run the whole text of every rule, which takes half a minute or more in most files. */
const RULES = [
  "test/components/alerts/ruleQuery.test.ts",
  "test/components/detections/replayCases.test.ts",
  "test/components/events/rows.test.ts",
  "test/detections/**/*.test.ts",
  "test/simulator/replay/scenarios/scenarios.test.ts",
  ...["idleRuns", "normalDay", "parsedRows", "ruleTexts", "secondEngine", "storedTimes"].map(
    (name) => `test/thorough/${name}.test.ts`,
  ),
];
/** Compares the times of two previews, so no other test may run at the same time. */
const SPEED = "test/engine/speed.test.ts";
// Tests that use real servers or take long. `npm run test:unit` runs none of them; `npm test` runs all except
// test/boot, which `npm run test:boot` runs.
const SLOW = [
  "test/attacks/**",
  "test/forwarder/**",
  "test/lines/**",
  "test/engine/**",
  "test/boot/**",
  "test/thorough/**",
  ...RULES,
];

/** The name of Debian 13's rsyslog in setup/programs.mjs. */
const RSYSLOG_DEBIAN13 = "rsyslog-debian13";
/**
 * Tests in test/forwarder whose results may depend on rsyslog's release. These tests run with the machine's rsyslog and
 * with Debian 13's.
 */
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
/**
 * Whether the tests also run with Debian 13's rsyslog. If it is missing, these runs fail in CI; elsewhere set-up says
 * that it is missing, and the tests run only with the machine's rsyslog.
 */
const hasRsyslogDebian13 = Boolean(process.env.CI) || existsSync(`node_modules/.provided/${RSYSLOG_DEBIAN13}`);

export default defineConfig({
  test: {
    reporters: ["default", "./test/notRun.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: SLOW,
          // The first import of the provider takes seconds on a busy machine.
          testTimeout: 30_000,
          // All test files in a worker share one module cache, because the provider's classes take seconds to load.
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
            SPEED,
          ],
          exclude: RULES,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // The tests share the machine's cores, so only one runs rsyslogd at a time.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "debian13",
          include: hasRsyslogDebian13 ? BY_RELEASE.map((name) => `test/forwarder/${name}.test.ts`) : [],
          env: { QUMULO_AUDIT_RSYSLOGD: RSYSLOG_DEBIAN13 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "rules",
          include: RULES,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // The tests need no server and only processor time, so they share two workers with the engine tests.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          exclude: [SPEED],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          // The Automation API runs the program inside the test process, one stack at a time, so each file has a
          // process of its own. The engine tests are a group of their own, because they need another number of workers
          // than the unit tests. The groups whose files run one at a time start after this group.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "boot",
          include: ["test/boot/**/*.test.ts"],
          testTimeout: 180_000,
          // The first test builds the machine's file tree, which takes minutes.
          hookTimeout: 900_000,
          // All machines have the same address, so only one runs at a time.
          fileParallelism: false,
        },
      },
    ],
  },
});
