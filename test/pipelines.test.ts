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
  env: z.unknown().optional(),
  steps: z.array(
    z.object({
      uses: z.string().optional(),
      run: z.string().optional(),
      env: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
type Job = z.infer<typeof job>;
const workflow = z.object({
  permissions: z.object({}).strict(),
  env: z.never().optional(),
  jobs: z.record(z.string(), job),
});
const jobs: [name: string, job: Job][] = workflows.flatMap(({ text: content }) =>
  Object.entries(workflow.parse(parse(content)).jobs),
);

describe("the GitHub workflows", () => {
  it.each(workflows)(
    "include $name, which pins every action to a commit and gives each job only the permissions that it needs",
    ({ text: content }) => {
      const parsed = workflow.parse(parse(content));
      for (const [name, { steps, permissions, environment, concurrency }] of Object.entries(parsed.jobs)) {
        const actions = steps.flatMap(({ uses }) => uses ?? []);
        expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
        const isAzure = steps.some(({ run }) => run?.includes("sign-in.sh"));
        const rights = { contents: "read", ...(isAzure ? { "id-token": "write" } : {}) };
        expect([name, permissions]).toEqual([name, name === "comment" ? { "pull-requests": "write" } : rights]);
        // A job that uses a stack waits for other jobs on that stack, and has an environment, which may require approvals.
        expect([name, concurrency !== undefined, environment !== undefined]).toEqual([name, isAzure, isAzure]);
      }
    },
  );

  it("pass secrets only to the steps that need them, and the token with write access to the state only to deployments", () => {
    const secretsOf = (value: unknown) =>
      [...JSON.stringify(value ?? {}).matchAll(/secrets\.(\w+)/g)].map(([, one]) => one);
    for (const [name, { env, steps }] of jobs) {
      const given = steps.filter((step) => secretsOf(step).length > 0);
      const isAzure = steps.some(({ run }) => run?.includes("sign-in.sh"));
      const token = name === "dev" || name === "prod" ? "PULUMI_ACCESS_TOKEN" : "PULUMI_PREVIEW_TOKEN";
      expect([name, secretsOf(env), given.flatMap(secretsOf)]).toEqual([
        name,
        [],
        isAzure ? [token, "PULUMI_CONFIG_PASSPHRASE"] : [],
      ]);
    }
  });

  it("post the comment in a job that has no secrets, Azure sign-in or code from the pull request", () => {
    const [, comment] = jobs.find(([name]) => name === "comment") ?? [];
    expect(comment?.environment).toBeUndefined();
    expect(comment?.steps.map(({ uses }) => uses?.split("@")[0])).toEqual(["actions/download-artifact", undefined]);
    expect(
      comment?.steps.flatMap(({ env }) => Object.values(env ?? {})).map((value) => value.replace(/[${} ]/g, "")),
    ).toEqual(["github.token", "github.event.pull_request.html_url"]);
    expect(jobs.filter(([, { steps }]) => steps.some(({ run }) => run?.includes("gh ")))).toHaveLength(1);
  });
});

const groups = z.array(z.object({ group: z.string() })).optional();
const azureJob = z.object({ steps: z.array(z.record(z.string(), z.unknown())), variables: groups });
describe("the Azure pipeline", () => {
  const pipeline = z
    .object({
      stages: z.array(
        z.object({
          stage: z.string(),
          dependsOn: z.unknown().optional(),
          condition: z.string(),
          variables: groups,
          jobs: z.array(z.looseObject({ job: z.string().optional(), variables: groups })),
        }),
      ),
      variables: z.never().optional(),
    })
    .parse(parse(text("pipelines/azure-pipelines.yml")));

  it("has the stages of the GitHub workflows: tests first, dev before prod, and a separate one for drift", () => {
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

  it("previews with an identity and a variable group that deployments do not use", () => {
    const given = pipeline.stages.map(({ stage, variables = [], jobs: all }) => [
      stage,
      [...variables, ...all.flatMap((one) => one.variables ?? [])].map(({ group }) => group),
    ]);
    expect(given).toEqual([
      ["test", []],
      ["preview", ["qumulo-audit-preview"]],
      ["dev", ["qumulo-audit-dev"]],
      ["prod", ["qumulo-audit-prod"]],
      ["drift", ["qumulo-audit-preview"]],
    ]);
    const identities = pipeline.stages.map(({ stage, jobs: all }) => [
      stage,
      [...new Set([...JSON.stringify(all).matchAll(/"identity":"(\w+)"/g)].map(([, one]) => one))],
    ]);
    expect(identities).toEqual([
      ["test", []],
      ["preview", ["preview"]],
      ["dev", ["dev"]],
      ["prod", ["prod"]],
      ["drift", ["preview"]],
    ]);
  });

  it("shows the preview in a job that has no secrets, Azure sign-in or code from the pull request", () => {
    const preview = pipeline.stages.find(({ stage }) => stage === "preview");
    // Azure Pipelines passes a stage's variables to each of its jobs.
    expect(preview?.variables).toBeUndefined();
    const comment = azureJob.parse(preview?.jobs.find(({ job: name }) => name === "comment"));
    expect(comment.variables).toBeUndefined();
    expect(comment.steps.map((step) => Object.keys(step)[0])).toEqual(["checkout", "download", "script"]);
    expect(comment.steps[0]).toEqual({ checkout: "none" });
    const showing = pipeline.stages.flatMap(({ jobs: all }) =>
      all.filter((one) => JSON.stringify(one).includes("uploadsummary")).map(({ job: name }) => name),
    );
    expect(showing).toEqual(["comment"]);
  });

  it("stores no Azure credentials", () => {
    expect(text("pipelines/azure-pipelines.yml") + text("pipelines/steps.yml")).not.toMatch(
      /servicePrincipalKey|CLIENT_SECRET/,
    );
    expect(azureJob.parse(parse(text("pipelines/steps.yml"))).steps).toHaveLength(3);
  });
});

describe("both CI systems", () => {
  it("preview and deploy with the policy pack", () => {
    const commands = ["preview", "up", "drift"].flatMap(
      (script) => text(`pipelines/${script}.sh`).match(/^ *pulumi (?:preview|up) .*/gm) ?? [],
    );
    expect(commands).toHaveLength(3);
    expect(commands.filter((command) => !command.includes(" --policy-pack infra/policy "))).toEqual([]);
  });

  it("install the CLI version that the tests run, and check it against the checksum in this repository", () => {
    const [, version] = /pulumi\/pkg\/v3 (v[\d.]+)/.exec(text("simulator/engine/cli/go.mod")) ?? [];
    expect(text("pipelines/pulumi-cli.sha256")).toMatch(
      new RegExp(`^[0-9a-f]{64} {2}pulumi-${version?.replaceAll(".", "\\.")}-linux-x64\\.tar\\.gz\n$`),
    );
    expect(text("pipelines/install.sh")).not.toContain("checksums");
  });

  it("run the same scripts, and only existing ones", () => {
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
