import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENGINE_VERSION } from "../../setup/engineVersion.mjs";
import { PROJECT } from "../exampleStacks";

const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");

describe("the version of the Pulumi engine", () => {
  it("is the one in go.mod", () => {
    expect(read("simulator/engine/cli/go.mod")).toContain(
      `\nrequire github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}\n`,
    );
    expect(ENGINE_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("is the version of the archive that pipelines install, and the one that docs/pipelines.md names", () => {
    expect(read("pipelines/pulumi-cli.sha256")).toMatch(
      new RegExp(`^[0-9a-f]{64}  pulumi-v${ENGINE_VERSION.replaceAll(".", "\\.")}-linux-x64\\.tar\\.gz\n$`),
    );
    const versions = read("docs/pipelines.md").match(/\b3\.\d{3}\.\d+\b/g);
    expect([...new Set(versions)]).toEqual([ENGINE_VERSION]);
  });
});
