import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { alertLines } from "../../commands/rehearse/alertLines";
import { awayWarning } from "../../components/arc/awayWarning";
import { failedCheck } from "../../components/forwarder/checks/machineChecks";
import { describeErrors } from "../../infra/settings/messages";
import { validate } from "../../infra/settings/validate";
import { readStackConfig } from "../../simulator/engine/stackConfig";
import { graphOf, OWN, PROJECT, type StackName, stackConfig, stacks } from "../exampleStacks";
import { good } from "../infra/settings/bad/setting";
import { badSettings } from "../infra/settings/badSettings";
import { documentSnippets, printedSnippets } from "./documents";
import { type Call, callsOf, type Snippet } from "./shell";

const NOT_SHIPPED = [".git", "node_modules", "rehearsal-out", "test"];

/** Returns the paths of the project's files, except tests, that have one of the given endings. */
export const projectFiles = (...endings: string[]): string[] =>
  readdirSync(PROJECT)
    .filter((name) => !NOT_SHIPPED.includes(name))
    .flatMap((name) => [
      name,
      ...(statSync(join(PROJECT, name)).isDirectory()
        ? readdirSync(join(PROJECT, name), { recursive: true, encoding: "utf8" }).map((path) => join(name, path))
        : []),
    ])
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && !path.includes("node_modules"))
    .sort();

const read = (file: string): string => readFileSync(join(PROJECT, file), "utf8");

/** A printed text, and where it comes from. */
export interface Printed {
  readonly from: string;
  readonly text: string;
}

const textsIn = (from: string, value: unknown): Printed[] =>
  typeof value === "string"
    ? [{ from, text: value }]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, part]) => textsIn(`${from} ${key}`, part))
      : [];

function errorOfStack(stack: string): string {
  try {
    readStackConfig(PROJECT, stack);
    return "";
  } catch (error) {
    return String(error);
  }
}

/**
 * Returns texts that the program prints: every example stack's outputs and messages, the errors for all wrong settings,
 * and four messages that no example stack causes.
 */
export async function rendered(): Promise<Printed[]> {
  const names = Object.keys(stacks) as StackName[];
  const graphs = await Promise.all(names.map(async (name) => ({ name, graph: await graphOf(name) })));
  return [
    ...graphs.flatMap(({ name, graph }) => textsIn(`outputs of ${name}:`, graph.outputs)),
    ...graphs.flatMap(({ name, graph }) =>
      textsIn(
        `messages of ${name}`,
        graph.log.map(({ message }) => message),
      ),
    ),
    { from: "a rehearsal of a stack that does not exist", text: errorOfStack("mine") },
    {
      from: "messages of a rehearsal without alert rules",
      text: alertLines({ stack: "dev", rules: [], fired: [] }, 200).join("\n"),
    },
    { from: "messages of a failed check", text: failedCheck("vm-1", "readiness-check", 0) },
    // The graphs contain no such warning, because the program prints it only after a certain answer from Azure.
    { from: "messages of an Arc server that is away", text: awayWarning("syslog-1", "Disconnected", 0) },
    ...badSettings.map(({ when, config, location = "westeurope", secretKeys = [] }) => {
      const given = Object.entries({ ...good, ...config, "azure-native:location": location });
      const { project, values } = stackConfig(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
      const secrets = secretKeys.map((key) => `${project}:${key}`);
      const result = validate({ project, values, secretKeys: secrets, subscriptionId: OWN });
      return {
        from: `error if ${when}`,
        text: describeErrors("dev", "errors" in result ? result.errors : []),
      };
    }),
  ];
}

/**
 * Returns the script's own az and qq calls, and the commands in the texts that it prints. In these texts, a variable's
 * name replaces the variable.
 */
function scriptSnippets(from: string, script: string): Snippet[] {
  const texts = [...script.matchAll(/(?:echo|printf|refuse) "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text);
  const calls = script
    .split("\n")
    .filter((line) => /(?<![\w#/-])(?:az|qq) (?:--?\w|[a-z])/.test(line) && !/^\s*#/.test(line));
  return [
    ...texts.flatMap((text) => printedSnippets(from, text.replaceAll('\\"', '"').replaceAll(/\$(\w+)/g, "$1"))),
    ...calls.map((text) => ({ from, about: text, text: text.trim().replace(/^(?:- )?\w+: (?![|>])/, "") })),
  ];
}

const HOLE = "\u0000";

/** Returns all string literals in a TypeScript file. HOLE replaces each value that is filled in at run time. */
function literals(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(HOLE));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest));
  return found;
}

/** Returns the code's string literals (`texts`), and the commands in them: without a HOLE (`whole`), or with one. */
export function codeSnippets(): {
  readonly whole: Snippet[];
  readonly withHoles: Snippet[];
  readonly texts: Printed[];
} {
  const texts = projectFiles(".ts", ".mjs").flatMap((from) => literals(from).map((text) => ({ from, text })));
  const snippets = texts.flatMap(({ from, text }) => printedSnippets(from, text));
  return {
    whole: snippets.filter(({ text }) => !text.includes(HOLE)),
    withHoles: snippets.filter(({ text }) => text.includes(HOLE)),
    texts,
  };
}

/** Whether one of the printed commands is this command with its holes filled in. */
export const isFilledIn = (command: string, printed: readonly string[]): boolean => {
  const parts = command.split(HOLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join("[^]*")}$`);
  return printed.some((text) => pattern.test(text));
};

/** Returns the outputs of the example stack prod, as samples for `pulumi stack output`. */
async function outputValues(): Promise<Record<string, string>> {
  const { outputs } = await graphOf("prod");
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, String(value)]));
}

/** Returns the program calls in all commands without a HOLE that the project documents, prints or runs in scripts. */
export async function everyCall(): Promise<Call[]> {
  const outputs = await outputValues();
  const printed = (await rendered()).flatMap(({ from, text }) =>
    text.startsWith("#!")
      ? scriptSnippets(from, text)
      : printedSnippets(from, text, from.includes("qumuloCommands") ? from : text),
  );
  const pages = projectFiles(".md").map((from) => documentSnippets(from, read(from)));
  const scripts = projectFiles(".sh", ".yml", ".yaml").flatMap((from) => scriptSnippets(from, read(from)));
  return [...pages, printed, scripts, codeSnippets().whole].flatMap((snippets) =>
    snippets.length === 0 ? [] : callsOf(snippets, outputs),
  );
}
