import { describe, expect, it } from "vitest";
import { FIRST_QUERY, nextSteps, portalLink, syslogEndpoint } from "../../infra/instructions";

describe("the link to the portal", () => {
  it.each([
    ["public", "https://portal.azure.com/#view/"],
    ["usgovernment", "https://portal.azure.us/#view/"],
    ["china", "https://portal.azure.cn/#view/"],
  ])("opens the portal of the %s cloud", (environment, start) => {
    expect(portalLink(environment, "/subscriptions/s/workspaces/w", FIRST_QUERY).startsWith(start)).toBe(true);
  });
});

describe("the next steps", () => {
  const all = {
    clusterNames: ["prodnas"],
    endpoints: [syslogEndpoint("10.90.0.62", 514)],
    hasArc: true,
    isPrivate: true,
    contact: "storage-team@example.com",
    reversePeerings: ["az network vnet peering create --name x"],
    unverified: ["/subscriptions/s/virtualMachines/vm-*"],
  };

  it("end with what users copy from them, in most cases a command", () => {
    const ends = nextSteps(all).map((step) => step.split(": ").at(-1));
    expect(ends).toEqual([
      "/subscriptions/s/virtualMachines/vm-*",
      "az network vnet peering create --name x",
      "pulumi stack output arcOnboardingScript > onboard.sh",
      "sudo bash onboard.sh",
      "pulumi up",
      "nc -vz 10.90.0.62 514",
      "pulumi stack output workspaceResourceId",
      "pulumi stack output qumuloCommands",
      "pulumi stack output portalLink",
      "pulumi stack output qumuloCommands",
      "storage-team@example.com",
    ]);
  });

  it("contain only the steps that the stack needs", () => {
    const few = { ...all, hasArc: false, isPrivate: false, contact: undefined, reversePeerings: [], unverified: [] };
    expect(nextSteps(few)).toHaveLength(4);
  });
});
