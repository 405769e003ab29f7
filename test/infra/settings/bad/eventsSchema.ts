import { type BadSetting, ids, inGroup } from "./setting";

/** Wrong settings that eventsSchema.ts must refuse. */
export const eventsSchema: readonly BadSetting[] = [
  {
    when: "the plan is for a table that receives no events",
    config: { events: { plan: "Basic" } },
    key: "events.plan",
    problem: "set events.table to parsed",
    fixes: "Analytics",
  },
  {
    when: "a forwarder's id is of another resource type",
    config: { events: { forwarders: [ids.workspace] } },
    key: "events.forwarders[0]",
    problem: "not the id of a virtual machine",
    fixes: "virtualMachines/vm-qumulo-prod-*",
  },
  {
    when: "a forwarder's id has an illegal machine name",
    config: { events: { forwarders: [`${inGroup("Microsoft.Compute/virtualMachines/vm-1")}'`] } },
    key: "events.forwarders[0]",
    problem: "not the id of a virtual machine",
    fixes: "virtualMachines/vm-qumulo-prod-*",
  },
  {
    when: "a forwarder's id matches every machine in a resource group",
    config: { events: { forwarders: [inGroup("Microsoft.Compute/virtualMachines/*")] } },
    key: "events.forwarders[0]",
    problem: "not the id of a virtual machine",
    fixes: "virtualMachines/vm-qumulo-prod-*",
  },
  {
    when: "forwarders are given in a stack that does not own the functions",
    config: { events: { functionOwner: false, forwarders: [ids.server] } },
    key: "events.forwarders",
    problem: "events.functionOwner is false",
    fixes: "config rm --path events.forwarders",
  },
  {
    when: "a filter rule is empty",
    config: { events: { exclude: [{}] } },
    key: "events.exclude[0]",
    problem: "is empty: the rule would match every event",
    fixes: "pulumi config",
  },
  {
    when: "a rule has an unknown operation",
    config: { events: { include: [{ operations: ["fs_peek"] }] } },
    key: "events.include[0].operations[0]",
    problem: "is not a known operation",
    fixes: "pulumi config",
  },
  {
    when: "a rule has an empty list",
    config: { events: { exclude: [{ users: [] }] } },
    key: "events.exclude[0].users",
    problem: "is empty",
    fixes: "pulumi config",
    furtherKeys: ["events.exclude[0]"],
  },
  {
    when: "a rule's user contains a quote",
    config: { events: { exclude: [{ users: ['O"Neill'] }] } },
    key: "events.exclude[0].users[0]",
    problem: "no double quote",
    fixes: "pulumi config",
  },
];
