import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { type PolicyResource, type Rule, rules } from "./rules";

// A Pulumi policy pack with the rules in rules.ts. To check a stack: pulumi preview --policy-pack infra/policy. The
// unit tests check every example stack against the same rules.

interface PackResource {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly opts: { readonly protect: boolean; readonly deleteBeforeReplace?: boolean };
}

const toResource = ({ type, name, props, opts }: PackResource): PolicyResource => ({
  type,
  name,
  props,
  protect: opts.protect,
  deleteBeforeReplace: opts.deleteBeforeReplace ?? false,
});

const ofOne = ({ name, description, type, one }: Rule): ResourceValidationPolicy => ({
  name,
  description,
  enforcementLevel: "mandatory",
  validateResource: (resource, report) => {
    if (resource.type !== type) return;
    for (const problem of one?.(resource.props, toResource(resource)) ?? []) report(problem);
  },
});

const ofAll = ({ name, description, all }: Rule): StackValidationPolicy => ({
  name,
  description,
  enforcementLevel: "mandatory",
  validateStack: ({ resources }, report) => {
    for (const problem of all?.(resources.map(toResource)) ?? []) report(problem);
  },
});

new PolicyPack("qumulo-audit", {
  policies: rules.map((rule) => (rule.one === undefined ? ofAll(rule) : ofOne(rule))),
});
