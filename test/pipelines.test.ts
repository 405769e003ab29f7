import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PROJECT } from "./exampleStacks";

const WORKFLOWS = join(PROJECT, ".github/workflows");
const workflows = readdirSync(WORKFLOWS).map((name) => ({ name, text: readFileSync(join(WORKFLOWS, name), "utf8") }));
const text = (file: string): string => readFileSync(join(PROJECT, file), "utf8");

const job = z.object({
  permissions: z.record(z.string(), z.string()),
  environment: z.string().optional(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.literal(false) }).optional(),
  steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
});
const workflow = z.object({ permissions: z.object({}).strict(), jobs: z.record(z.string(), job) });

describe("the workflows of GitHub", () => {
  it.each(workflows)(
    "$name pins every action by its commit and gives each job the rights that it needs, and no others",
    ({ text: content }) => {
      const { jobs } = workflow.parse(parse(content));
      for (const [name, { steps, permissions, environment, concurrency }] of Object.entries(jobs)) {
        const actions = steps.flatMap(({ uses }) => uses ?? []);
        expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
        const isAzure = steps.some(({ run }) => run?.includes("sign-in.sh"));
        const rights = { contents: "read", ...(isAzure ? { "id-token": "write" } : {}) };
        expect([name, permissions]).toEqual([
          name,
          name === "preview" ? { ...rights, "pull-requests": "write" } : rights,
        ]);
        // Who touches a stack waits for the one before, and stands behind an environment with its approvals.
        expect([name, concurrency !== undefined, environment !== undefined]).toEqual([name, isAzure, isAzure]);
      }
    },
  );
});

const azureJob = z.object({ steps: z.array(z.record(z.string(), z.unknown())) });
describe("the pipeline of Azure", () => {
  const pipeline = z
    .object({
      stages: z.array(z.object({ stage: z.string(), dependsOn: z.unknown().optional(), condition: z.string() })),
    })
    .parse(parse(text("pipelines/azure-pipelines.yml")));

  it("has the same stages: tests first, dev before prod, drift alone at night", () => {
    expect(pipeline.stages.map(({ stage, dependsOn }) => [stage, dependsOn])).toEqual([
      ["test", undefined],
      ["preview", "test"],
      ["dev", "test"],
      ["prod", "dev"],
      ["drift", []],
    ]);
    const deploys = pipeline.stages.filter(({ stage }) => stage === "dev" || stage === "prod");
    expect(deploys.filter(({ condition }) => !condition.includes("refs/heads/main"))).toEqual([]);
  });

  it("stores no secret of Azure", () => {
    expect(text("pipelines/azure-pipelines.yml") + text("pipelines/steps.yml")).not.toMatch(
      /servicePrincipalKey|CLIENT_SECRET/,
    );
    expect(azureJob.parse(parse(text("pipelines/steps.yml"))).steps).toHaveLength(3);
  });
});

describe("both systems", () => {
  it("run the same scripts, and only scripts that are there", () => {
    const named = [
      ...workflows.map(({ text: content }) => content),
      text("pipelines/azure-pipelines.yml"),
      text("pipelines/steps.yml"),
    ].map((content) => [...content.matchAll(/pipelines\/([\w-]+\.sh)/g)].map(([, script = ""]) => script));
    const github = new Set(named.slice(0, workflows.length).flat());
    expect(new Set(named.slice(workflows.length).flat())).toEqual(github);
    expect([...github].filter((script) => !existsSync(join(PROJECT, "pipelines", script)))).toEqual([]);
    expect(github.size).toBe(5);
  });
});
