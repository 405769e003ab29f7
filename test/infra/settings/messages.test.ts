import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeErrors, keyOf, pathOf } from "../../../infra/settings/messages";
import { validate } from "../../../infra/settings/validate";
import { stackConfig } from "../../exampleStacks";
import { good } from "./bad/setting";

const messageOf = (settings: Record<string, unknown>): string => {
  const result = validate({ ...stackConfig({ ...good, ...settings }), subscriptionId: undefined });
  return "errors" in result ? describeErrors("test", result.errors) : "nothing is wrong";
};

describe("a message", () => {
  it("keeps an object that was written in place of a list, and explains how to turn it into a list", () => {
    expect(messageOf({ clusters: good.clusters[0] })).toContain(
      '(before any command: put "- " before the first line below clusters, and two spaces before its other lines, in Pulumi.test.yaml; no command can do that)',
    );
    expect(messageOf({ clusters: good.clusters[0] })).not.toContain("pulumi config rm");
    // Errors inside the object are reported at the same time.
    expect(messageOf({ clusters: { ...good.clusters[0], nodeCidrs: ["10.1.2.0/99"] } })).toContain(
      "- clusters[0].nodeCidrs[0]: ",
    );
    expect(messageOf({ events: { exclude: { users: ["AD\\svc"] } } })).toContain(
      "the first line below events.exclude,",
    );
  });

  it("lists all possible values if there are few, and never guesses a preset that drops events", () => {
    expect(messageOf({ clusters: [] })).toContain("(asks for the value: azureNative or onPremises)");
    expect(messageOf({ events: { keep: "changes" } })).toContain(
      "pulumi config set --path events.keep\n        (asks for the value: everything, noNoise or changesOnly)",
    );
  });
});

const name = fc.oneof(
  fc.stringMatching(/^[\w-]{1,12}$/),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes("\\")),
);

describe("the key of a path", () => {
  it("can be turned back into the path, whatever characters the path's names contain", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("clusters", "tags", "forwarder"),
        fc.array(fc.oneof(name, fc.nat(99)), { maxLength: 5 }),
        (top, rest) => {
          expect(pathOf(keyOf([top, ...rest]))).toEqual([top, ...rest]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
