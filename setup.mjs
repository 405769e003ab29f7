// Prepares a machine: checks Node's version, installs the npm packages, and provides the programs that an npm script
// runs (setup/programs.mjs). Every npm script runs this file first. The file imports no packages, because none are
// installed yet.

// Usage:
//   node setup.mjs            checks Node and installs the npm packages
//   node setup.mjs TASK       also provides what the npm script TASK needs; TASK is, for example, `test`
import { readFileSync } from "node:fs";
import { join } from "node:path";

const OLDEST_NODE = 20;
/** Npm scripts that need the policy pack's npm packages. */
const POLICY_TASKS = ["test", "test:engine"];

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(1);
}

const major = Number(process.versions.node.split(".")[0]);
if (major < OLDEST_NODE)
  fail(`Node ${process.versions.node} is too old: this project needs ${OLDEST_NODE} or newer, best 24.`);

// These files are imported only now, because an older Node could not parse them.
const { failureText } = await import("./setup/failureText.mjs");
const { installPackages } = await import("./setup/npmPackages.mjs");
const { PROJECT } = await import("./setup/places.mjs");
const { PROGRAMS } = await import("./setup/programs.mjs");
const { provide } = await import("./setup/provide.mjs");

const task = process.argv[2] ?? "";
const isCi = Boolean(process.env.CI);
const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
if (task !== "" && !(task in scripts)) fail(`setup.mjs needs the name of an npm script, and '${task}' is not one.`);
try {
  installPackages(PROJECT);
  if (POLICY_TASKS.includes(task)) installPackages(join(PROJECT, "infra", "policy"));
  const { fatal, notRun } = provide(PROGRAMS, task, isCi);
  for (const sentence of notRun) console.error(sentence);
  if (fatal.length > 0)
    fail([`npm run ${task} needs programs that this machine does not have, so it did not run:`, ...fatal].join("\n  "));
} catch (error) {
  fail(failureText(error, PROJECT));
}
