import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { type PolicyResource, type Rule, rules } from "./rules";

// pulumi preview --policy-pack infra/policy
// For those who enforce: the same rules that the unit tests run on every example.

interface Seen {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly opts: { readonly protect: boolean; readonly deleteBeforeReplace?: boolean };
}

const toResource = ({ type, name, props, opts }: Seen): PolicyResource => ({
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
    for (const says of one?.(resource.props, toResource(resource)) ?? []) report(says);
  },
});

const ofAll = ({ name, description, all }: Rule): StackValidationPolicy => ({
  name,
  description,
  enforcementLevel: "mandatory",
  validateStack: ({ resources }, report) => {
    for (const says of all?.(resources.map(toResource)) ?? []) report(says);
  },
});

new PolicyPack("qumulo-audit", {
  policies: rules.map((rule) => (rule.one === undefined ? ofAll(rule) : ofOne(rule))),
});
