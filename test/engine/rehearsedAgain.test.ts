import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deploy } from "../../simulator/engine/deploy";
import { forgetOtherPlace } from "../../simulator/engine/place";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { OWN, stackConfig } from "../exampleStacks";
import { good } from "../infra/settings/badSettings";
import { describeWith } from "../needs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo it's "));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rehearsed = async (config: StackConfig): Promise<string | undefined> => {
  const said = forgetOtherPlace(folder, config);
  await deploy(folder, config, new AbortController().signal, () => undefined);
  return said;
};
const inRegion = (location: string, subscription?: string) =>
  stackConfig({
    ...good,
    "azure-native:location": location,
    ...(subscription === undefined ? {} : { "azure-native:subscriptionId": subscription }),
  });

describeWith("engine")("a stack that is rehearsed again", () => {
  it("in another region or subscription begins anew by itself and says so once", async () => {
    expect(await rehearsed(inRegion("westeurop"))).toBeUndefined();
    expect(await rehearsed(inRegion("westeurope"))).toContain(
      "The region of 'test' was westeurop at the last rehearsal and is westeurope now, so this one begins anew",
    );
    expect(forgetOtherPlace(folder, inRegion("West Europe"))).toBeUndefined();
    expect(await rehearsed(inRegion("westeurope", OWN))).toContain(`and is ${OWN} now, so this one begins anew`);
  });

  it("with a change that is refused says why once, and how to begin anew, and nothing of the engine's own", async () => {
    // Without a look at the place: then the workspace, which is protected, would have to be replaced.
    const said = await deploy(folder, inRegion("northeurope", OWN), new AbortController().signal, () => undefined).then(
      () => "it did not fail",
      (error: unknown) => (error instanceof Error ? error.message : "no error"),
    );
    const lines = said.split("\n");
    expect(lines[0]).toBe("The deployment over the stand-in for Azure has failed:");
    expect(said).toMatch(/^- ResourceGroup rg-qumulo-test-data: unable to replace [\s\S]*marked for protection/m);
    expect(lines.at(-1)).toBe(`  To begin this rehearsal anew: rm -r '${folder.replace("'", "'\\''")}'`);
    expect(said).not.toMatch(/code: -2|stdout:|plugin/);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeLessThan(20);
  });
});
