import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const PROJECT = join(__dirname, "..");
const FOLDERS = ["components", "infra", "simulator", "commands", "test"];

interface Source {
  readonly path: string;
  readonly text: string;
  /** The project files that this file imports. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

const sources: Source[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(PROJECT, path), "utf8");
      const named = [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"/gm)].map(
        ([, specifier = ""]) => specifier,
      );
      const imports = named
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => `${relative(PROJECT, join(PROJECT, dirname(path), specifier))}.ts`);
      return { path, text, imports, packages: named.filter((specifier) => !specifier.startsWith(".")) };
    }),
);

/** The folders from which each folder may import. Tests may import from all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  components: [],
  infra: ["components"],
  simulator: ["infra", "components"],
  commands: ["simulator", "infra", "components"],
};

/** Words that earlier versions used. docs/architecture.md has the terms that replaced them. */
const GIVEN_UP =
  /\b(?:keptRows|toParsed|filePlaces|fillPlaces|drainedBy|leaveHook|leaveScript|WorldState|emptyWorld|everyType|shippedForwarder|shippedFiles|shippedFlows|shippedFunctions|bootedScript|readyScript|stand-ins?|describeMistakes|mends?|Mistake|Placement|placed|shipped|rolls?|anew|a rsyslogd)\b/;

/** Returns all files in the given folders of the project. */
const filesIn = (folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) => readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map(({ parentPath, name }) => relative(PROJECT, join(parentPath, name)));

const top = (path: string): string => path.split("/")[0] ?? "";

describe("the architecture", () => {
  it("has dependencies in one direction only", () => {
    const wrong = sources.flatMap(({ path, imports }) => {
      const allowed = MAY_IMPORT[top(path)];
      return allowed === undefined
        ? []
        : imports
            .filter((target) => top(target) !== top(path) && !allowed.includes(top(target)))
            .map((target) => `${path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it("lets only the commands rehearse and query import the simulator, because the others are for live deployments", () => {
    const wrong = sources.filter(
      ({ path, imports }) =>
        top(path) === "commands" &&
        !/^commands\/(rehearse|query)\//.test(path) &&
        imports.some((target) => top(target) === "simulator"),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("has each unit test at the path of its unit", () => {
    const wrong = sources.flatMap(({ path }) => {
      const [, unit] = /^test\/((?:components|infra|simulator|commands)\/.*)\.test\.ts$/.exec(path) ?? [];
      if (unit === undefined) return [];
      const folder = join(PROJECT, dirname(unit));
      const names = existsSync(folder) ? readdirSync(folder) : [];
      return names.some((name) => name.replace(/\..*$/, "") === basename(unit)) ? [] : [path];
    });
    expect(wrong).toEqual([]);
  });

  it("uses no word that an established term has replaced", () => {
    const wrong = filesIn([...FOLDERS, "docs", "setup", "pipelines", ".github", ".ci"])
      .filter((file) => file !== "test/architecture.test.ts")
      .flatMap((file) =>
        readFileSync(join(PROJECT, file), "utf8")
          .split("\n")
          .flatMap((line, index) => (GIVEN_UP.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
      );
    expect(wrong).toEqual([]);
  });

  it("has no circular imports", () => {
    const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) return void circles.push([...way.slice(way.indexOf(path)), path].join(" -> "));
      if (done.has(path)) return;
      for (const target of importsOf.get(path) ?? []) visit(target, [...way, path]);
      done.add(path);
    };
    for (const { path } of sources) visit(path, []);
    expect(circles).toEqual([]);
  });

  it("imports values from Pulumi only in components, hooks, the program, the policy pack and the settings reader", () => {
    const usesPulumi = sources
      .filter(({ text }) => /^import (?!type).*from "@pulumi\//m.test(text))
      .map(({ path }) => path);
    const cores = usesPulumi.filter(
      (path) =>
        top(path) === "components" &&
        !/extends pulumi\.ComponentResource|new pulumi\.ResourceHook/.test(
          sources.find((source) => source.path === path)?.text ?? "",
        ),
    );
    expect(cores).toEqual([]);
    expect(usesPulumi.filter((path) => top(path) === "infra").sort()).toEqual([
      "infra/policy/pack.ts",
      "infra/program.ts",
      "infra/settings/read.ts",
    ]);
  });

  it("imports single modules of the provider, because importing all of it takes ten times as long", () => {
    expect(sources.filter(({ packages }) => packages.includes("@pulumi/azure-native")).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it("loads only packages that a production installation includes, except in tests and the policy pack", () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")));
    const loaded = sources
      .filter(({ path }) => top(path) !== "test" && !path.startsWith("infra/policy/"))
      .flatMap(({ text, packages }) => [
        ...packages,
        ...[...text.matchAll(/\b(?:load|require)\("([^."][^"]*)"\)/g)].map(([, specifier = ""]) => specifier),
      ])
      .filter((specifier) => !specifier.startsWith("node:"))
      .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
    expect(loaded).toContain("@kusto/language-service-next");
    expect([...new Set(loaded)].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it("keeps the KQL tools independent of Qumulo and Pulumi", () => {
    expect(
      sources
        .filter(({ path, text }) => path.startsWith("simulator/kql/") && /qumulo|pulumi/i.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("skips tests only through test/needs.ts, which gives the reason", () => {
    const skipping = sources.filter(
      ({ path, text }) => top(path) === "test" && /\b(skip|skipIf|runIf|todo)\(/.test(text),
    );
    expect(skipping.map(({ path }) => path)).toEqual(["test/needs.ts"]);
  });

  it("has no file over 300 lines, except tables of data", () => {
    const tables = ["test/simulator/azure/badChanges.ts", "test/simulator/kql/conformance.ts", "infra/policy/rules.ts"];
    const long = sources.filter(({ path, text }) => text.split("\n").length > 301 && !tables.includes(path));
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("uses no fixed file name in a world-writable folder, where another user could plant a link for root to follow", () => {
    const wrong = filesIn([...FOLDERS, "pipelines", ".github", ".ci"]).filter((file) => {
      const text = readFileSync(join(PROJECT, file), "utf8").replaceAll(
        /(?:mkdtempSync\(join|readdirSync)\(tmpdir\(\)/g,
        "",
      );
      return /(?<=^|[\s"'`=>(])(?:\/var)?\/tmp\/|tmpdir\(\)/m.test(text);
    });
    expect(wrong).toEqual([]);
  });

  it("has at most one exported component per file, and the component's type token names the file's folder", () => {
    for (const { path, text } of sources.filter(({ path: file }) => top(file) === "components")) {
      const components = [...text.matchAll(/export class (\w+) extends pulumi\.ComponentResource/g)].map(
        ([, name]) => name,
      );
      if (components.length === 0) continue;
      expect(components, path).toHaveLength(1);
      const [, module = "", name] = /super\(\s*"qumulo-audit:(\w+):(\w+)"/.exec(text) ?? [];
      expect([module, name], path).toEqual([path.split("/").length > 2 ? path.split("/")[1] : "index", components[0]]);
    }
  });
});
