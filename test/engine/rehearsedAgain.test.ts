import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deploy } from "../../simulator/engine/deploy";
import { discardStateOfOtherLocation } from "../../simulator/engine/deploymentLocation";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { OWN, stackConfig } from "../exampleStacks";
import { good } from "../infra/settings/bad/setting";
import { describeWith } from "../needs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo it's "));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Rehearses a configuration. Returns the note that the region or subscription has changed, if there is one. */
const rehearse = async (config: StackConfig): Promise<string | undefined> => {
  const note = discardStateOfOtherLocation(folder, config);
  await deploy(folder, config, new AbortController().signal, () => undefined);
  return note;
};
const inRegion = (location: string, subscription?: string) =>
  stackConfig({
    ...good,
    "azure-native:location": location,
    ...(subscription === undefined ? {} : { "azure-native:subscriptionId": subscription }),
  });

describeWith("engine")("a stack that is rehearsed again", () => {
  it("in another region or subscription discards its earlier state, and prints one note about this", async () => {
    expect(await rehearse(inRegion("westeurop"))).toBeUndefined();
    expect(await rehearse(inRegion("westeurope"))).toContain(
      "The region of 'test' was westeurop at the last rehearsal and is westeurope now, so this rehearsal discards the earlier state",
    );
    expect(discardStateOfOtherLocation(folder, inRegion("West Europe"))).toBeUndefined();
    expect(await rehearse(inRegion("westeurope", OWN))).toContain(
      `and is ${OWN} now, so this rehearsal discards the earlier state`,
    );
  });

  it("with a refused change prints the reason once and how to start over, but not the engine's own output", async () => {
    // Skips the check for a changed region, so that the engine tries to replace the protected resources and is refused.
    const message = await deploy(
      folder,
      inRegion("northeurope", OWN),
      new AbortController().signal,
      () => undefined,
    ).then(
      () => "it did not fail",
      (error: unknown) => (error instanceof Error ? error.message : "no error"),
    );
    const lines = message.split("\n");
    expect(lines[0]).toBe("The deployment to the simulated Azure has failed:");
    expect(message).toMatch(/^- ResourceGroup rg-qumulo-test-data: unable to replace [\s\S]*marked for protection/m);
    expect(lines.at(-1)).toBe(`  To start the rehearsal again from nothing: rm -r '${folder.replace("'", "'\\''")}'`);
    expect(message).not.toMatch(/code: -2|stdout:|plugin/);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeLessThan(20);
  });
});
