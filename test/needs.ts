import { beforeEach, describe, it } from "vitest";
import { findPulumi } from "../simulator/engine/cli";
import { providedFolder } from "../simulator/provided";
import { hasClients } from "./lines/clients";

/**
 * What a test may require from the machine. `isHere` is true if the machine meets the requirement, and `remedy` names the command
 * that provides what is missing.
 */
const NEEDS = {
  root: { isHere: process.getuid?.() === 0, remedy: "it needs root: sudo npm test" },
  engine: { isHere: findPulumi() !== undefined, remedy: "it needs a Pulumi engine: node setup.mjs test" },
  checkers: {
    isHere: ["checkers", "actionlint"].every((name) => providedFolder(name) !== undefined),
    remedy: "it needs shellcheck, actionlint and RE2: node setup.mjs test",
  },
  secondEngine: {
    isHere: providedFolder("duckdb-kql") !== undefined,
    remedy: "it needs a second KQL engine: node setup.mjs test",
  },
  clients: {
    isHere: hasClients,
    remedy: "it needs the Azure and Qumulo clients: node setup.mjs test",
  },
  firewalls: {
    isHere: providedFolder("firewalls") !== undefined,
    remedy: "it needs ufw and firewalld: node setup.mjs test",
  },
  rsyslogs: {
    isHere: process.getuid?.() === 0 && providedFolder("rsyslog-debian13") !== undefined,
    remedy: "it needs root and a second rsyslogd: sudo npm test",
  },
  netcat: { isHere: providedFolder("netcat") !== undefined, remedy: "it needs netcat: node setup.mjs test" },
} as const;
type Need = keyof typeof NEEDS;

/** The beginning of the note in the name of a skipped test. test/notRun.ts searches for it. */
export const NOT_RUN = "not run, because";

/**
 * Returns whether a test is skipped, and its name. In CI, a test whose requirement is not met runs and fails, because a skipped
 * test proves nothing.
 */
export const plannedFor = (
  { isHere, remedy }: { readonly isHere: boolean; readonly remedy: string },
  name: string,
  isCi: boolean,
): { readonly isSkipped: boolean; readonly name: string } =>
  isHere || isCi ? { isSkipped: false, name } : { isSkipped: true, name: `${name} (${NOT_RUN} ${remedy})` };

const planned = (need: Need, name: string) => plannedFor(NEEDS[need], name, Boolean(process.env.CI));

function refuse(need: Need): void {
  const { isHere, remedy } = NEEDS[need];
  if (!isHere) throw new Error(remedy);
}

/** `describe` for tests with a requirement. If it is not met, the tests fail in CI; elsewhere they are skipped. */
export const describeWith =
  (need: Need) =>
  (title: string, body: () => void): void => {
    const { isSkipped, name } = planned(need, title);
    describe.skipIf(isSkipped)(name, () => {
      beforeEach(() => refuse(need));
      body();
    });
  };

/** `it` for a test that requires something from the machine. The timeout is in milliseconds. */
export const itWith =
  (need: Need) =>
  (title: string, body: () => Promise<void>, timeout?: number): void => {
    const { isSkipped, name } = planned(need, title);
    it.skipIf(isSkipped)(name, timeout === undefined ? {} : { timeout }, async () => {
      refuse(need);
      await body();
    });
  };
