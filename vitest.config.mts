import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // One module cache for all files of a worker: the provider's classes take seconds to load.
          isolate: false,
          include: ["test/**/*.test.ts"],
          // These use real servers and belong to `npm test`, not to the inner loop.
          exclude: ["test/forwarder/**", "test/engine/**", "test/boot/**"],
        },
      },
      {
        test: {
          name: "forwarder",
          include: ["test/forwarder/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One rsyslogd at a time: the tests share two cores with the machine.
          fileParallelism: false,
        },
      },
    ],
  },
});
