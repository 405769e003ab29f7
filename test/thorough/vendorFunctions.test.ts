import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { providedFolder } from "../../simulator/provided";
import { named, vendorFunctions } from "../components/events/vendorFunctions";
import { PROJECT } from "../exampleStacks";
import { versions } from "../lines/clients";
import { describeWith } from "../needs";

describeWith("clients")("the functions in vendorFunctions.json", () => {
  it("are exactly those that send a request to the cluster, in all versions of the vendor's client", () => {
    const script = join(PROJECT, "test/components/events/vendorFunctions.py");
    const folders = versions.map((version) => providedFolder(`qumulo-api-${version}`) ?? "");
    const listed = execFileSync("python3", [script, ...folders], { encoding: "utf8" })
      .trim()
      .split("\n");
    const written = named(vendorFunctions).map(({ module, name }) => `${module}.${name}`);
    expect(written.sort()).toEqual(listed.sort());
  });
});
