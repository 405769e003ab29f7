import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { catalogue } from "../components/detections/catalogue";
import { rules } from "../infra/policy/rules";
import { settingsSchema } from "../infra/settings/schema";
import { bind } from "../simulator/kql/bind";
import { SYSLOG_COLUMNS } from "../simulator/workspace/syslog";
import { detectionsPage } from "./detectionsDocument";
import { eventsDocument, rendered } from "./eventsDocument";
import { graphOf, PROJECT } from "./exampleStacks";
import { deployedSchema } from "./simulator/kql/deployedSchema";

const text = (file: string): string => readFileSync(join(PROJECT, file), "utf8");

/** Returns a schema's keys as the documentation writes them. Example: `clusters[].name`. */
function keysOf(schema: z.core.$ZodType, key: string): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return keysOf(schema.def.innerType, key);
  if (schema instanceof z.ZodArray) return keysOf(schema.element, `${key}[]`);
  if (schema instanceof z.ZodRecord) return [`${key}.NAME`];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, part]) => keysOf(part, `${key}.${name}`));
  return [key];
}

describe("the documentation", () => {
  it("describes exactly the settings that exist", () => {
    const keys = Object.entries(settingsSchema).flatMap(([name, schema]) => keysOf(schema, name));
    const written = [...text("docs/settings.md").matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
    expect(
      written
        .filter((key) => key !== undefined && !key.startsWith("network.peerings[].reverse:"))
        .slice(0, keys.length)
        .sort(),
    ).toEqual(keys.sort());
  });

  it("describes exactly the outputs that exist", async () => {
    const outputs = new Set([...Object.keys((await graphOf("prod")).outputs)]);
    const written = [...text("README.md").matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, names = ""]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(new Set(written)).toEqual(outputs);
  });

  it("names only npm scripts that package.json has", () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text("package.json")));
    const named = [...text("README.md").matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe("the documented commands", () => {
  const evidence = [
    ...readdirSync(join(PROJECT, "test/engine")).map((name) => text(join("test/engine", name))),
    ...readdirSync(join(PROJECT, "pipelines")).map((name) => text(join("pipelines", name))),
    text("setup.mjs"),
  ].join("\n");
  /** Returns a command's subcommands and flags, but not the names and paths that the user chooses. */
  const wordsOf = (command: string) =>
    (command.split(" #")[0] ?? "").split(" ").filter((word) => /^(--?[\w-]+|[a-z]+)$/.test(word) && word !== "dev");
  const isProven = (command: string) =>
    wordsOf(command).every((word) => new RegExp(`["' ]${word}["' ]`).test(evidence)) && !command.startsWith("az ");

  it.each(["docs/deploy.md", "docs/pipelines.md"])(
    "in %s are each run by a test or marked as needing Azure",
    (file) => {
      const lines = text(file).split("\n");
      const isMarked = (line: string, index: number) =>
        line.includes("Azure") || lines.findLast((one, at) => at < index && one.startsWith("## "))?.includes("(Azure)");
      const commands = lines
        .filter((line, index) => !isMarked(line, index))
        .flatMap((line) => [...line.matchAll(/^((?:pulumi|npm|az|sh) .+)$|`((?:pulumi|npm|az|sh) [^`]+)`/g)])
        .map(([, block, inline]) => block ?? inline ?? "");
      expect(commands.length).toBeGreaterThan(0);
      expect(commands.filter((command) => !isProven(command))).toEqual([]);
    },
  );
});

describe("the documentation and the program's messages", () => {
  it("name pulumi destroy only with --run-program, because destroy fails without this flag", () => {
    const folders = ["docs", "infra", "infra/settings"].flatMap((folder) =>
      readdirSync(join(PROJECT, folder)).map((name) => join(folder, name)),
    );
    const files = ["README.md", ...folders.filter((name) => /\.(md|ts)$/.test(name))];
    const bare = files.flatMap((file) =>
      text(file)
        .split("\n")
        .filter((line) => /pulumi destroy(?! --run-program)/.test(line)),
    );
    expect(bare).toEqual([]);
  });
});

describe("the documentation's queries", () => {
  const pages = ["README.md", ...readdirSync(join(PROJECT, "docs")).map((name) => join("docs", name))];
  const queries = pages.flatMap((page) => [
    ...[...text(page).matchAll(/^ *```kusto\n([\s\S]*?)```/gm)].map(([, query = ""]) => [page, query] as const),
    ...[...text(page).matchAll(/\bask '((?:QumuloEvents|Syslog)\b[^']*)'/g)].map(
      ([, query = ""]) => [page, query.replaceAll("\\|", "|")] as const,
    ),
  ]);
  const { tables, functions } = deployedSchema();
  // The columns of a search job's result: those of the searched table, and two with each row's origin.
  const columns = { ...SYSLOG_COLUMNS, _OriginalTimeGenerated: "datetime", _OriginalType: "string" };
  const found = Object.entries(columns).map(([name, type]) => `${name}: ${type}`);
  const schema = { tables: { ...tables, Deleted_SRCH: `(${found.join(", ")})` }, functions };

  it("are more than 15", () => {
    expect(queries.length).toBeGreaterThan(15);
  });

  it.each(queries)("bind without errors: %s: %s", (_, query) => {
    expect(bind(query, schema).errors).toEqual([]);
  });
});

describe("docs/events.md", () => {
  it("has the tables that `npm run docs` generates from the code", () => {
    expect(rendered(eventsDocument())).toBe(eventsDocument());
    expect(eventsDocument()).toContain("`SenderVerified`");
  });
});

describe("docs/detections.md", () => {
  it("has the tables and sections that `npm run docs` generates from the catalogue", () => {
    expect(detectionsPage(text("docs/detections.md"))).toBe(text("docs/detections.md"));
    for (const { id } of catalogue) expect(text("docs/detections.md")).toContain(`\n### ${id}\n`);
  });
});

describe("docs/security.md", () => {
  it("is the only page with a section on rights, and that section names only existing settings", () => {
    const documents = [...readdirSync(join(PROJECT, "docs")).map((name) => `docs/${name}`), "README.md"];
    expect(documents.filter((file) => /^#+ Rights/m.test(text(file)))).toEqual(["docs/security.md"]);
    const rights = text("docs/security.md").split("## Rights")[1]?.split("\n## ")[0] ?? "";
    const named = [...rights.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) => cell.match(/[\w.[\]]+/g) ?? []);
    const known = [...text("docs/settings.md").matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = ""]) => key);
    const keys = named.filter((name) => name.includes("."));
    expect(keys.length).toBeGreaterThan(8);
    expect(keys.filter((key) => !known.some((setting) => setting.startsWith(key)))).toEqual([]);
  });

  it("lists exactly the policies that exist, with their descriptions", () => {
    const written = [...text("docs/security.md").matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)].map(([, name, demand]) => [
      name,
      demand,
    ]);
    expect(written).toEqual(rules.map(({ name, description }) => [name, description]));
  });

  it("lists no deviation from a rule that a policy enforces", () => {
    const demanded = rules.flatMap(({ source }) => source.match(/Azure\.[\w.]+/g) ?? []);
    const deviations = (text("docs/security.md").split("## Deviations")[1] ?? "").match(/Azure\.(?!A)[\w.]+/g) ?? [];
    expect(deviations.length).toBeGreaterThan(5);
    expect(deviations.filter((rule) => demanded.includes(rule))).toEqual([]);
  });
});

describe("Pulumi.yaml", () => {
  const project = z
    .object({
      config: z.record(z.string(), z.object({ description: z.string(), type: z.string(), default: z.unknown() })),
    })
    .parse(parse(text("Pulumi.yaml")));

  it("declares every settings key with a description, so that the CLI knows it", () => {
    expect(Object.keys(project.config)).toEqual(Object.keys(settingsSchema));
  });

  it("gives every key an empty default, because without one the CLI would stop before the program can print its errors", () => {
    const empty: Readonly<Record<string, unknown>> = { object: {}, array: [], string: "" };
    for (const [key, { type, default: value }] of Object.entries(project.config)) {
      expect(value, key).toEqual(empty[type]);
    }
  });
});
