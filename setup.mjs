// First run on a fresh machine, with no dependencies, because there are none yet: Node's version, npm packages, and the
// programs that a task runs (setup/programs.mjs). package.json calls it before every task.
//   node setup.mjs            Node and npm packages
//   node setup.mjs TASK       the same, and the programs of an npm script, for example test
import { readFileSync } from "node:fs";
import { join } from "node:path";

const OLDEST_NODE = 20;
/** Tasks that use the npm packages of the policy pack. */
const POLICY_TASKS = ["test", "test:engine"];

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(1);
}

const major = Number(process.versions.node.split(".")[0]);
if (major < OLDEST_NODE)
  fail(`Node ${process.versions.node} is too old: this project needs ${OLDEST_NODE} or newer, best 24.`);

// Read only now: an older Node could not read these files.
const { failureText } = await import("./setup/failureText.mjs");
const { installPackages } = await import("./setup/npmPackages.mjs");
const { PROJECT } = await import("./setup/places.mjs");
const { PROGRAMS } = await import("./setup/programs.mjs");
const { provide } = await import("./setup/provide.mjs");

const task = process.argv[2] ?? "";
const isCi = Boolean(process.env.CI);
const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
if (task !== "" && !(task in scripts)) fail(`setup.mjs takes the name of an npm script, and '${task}' is none.`);
try {
  installPackages(PROJECT);
  if (POLICY_TASKS.includes(task)) installPackages(join(PROJECT, "infra", "policy"));
  const { fatal, notRun } = provide(PROGRAMS, task, isCi);
  for (const sentence of notRun) console.error(sentence);
  if (fatal.length > 0)
    fail([`npm run ${task} needs more than this machine has, so nothing of it ran:`, ...fatal].join("\n  "));
} catch (error) {
  fail(failureText(error, PROJECT));
}
