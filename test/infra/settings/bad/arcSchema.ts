import { type BadSetting, ids } from "./setting";

/** Wrong settings that arcSchema.ts must refuse. */
export const arcSchema: readonly BadSetting[] = [
  {
    when: "an Arc server is given twice",
    config: { arc: { endpointAddress: "192.168.1.9", servers: [{ id: ids.server }, { id: ids.server }] } },
    key: "arc.servers[1]",
    problem: "again",
    fixes: "config rm",
  },
  {
    when: "a principal is not a GUID",
    config: { arc: { onboarding: { principalId: "onboarder" } } },
    key: "arc.onboarding.principalId",
    problem: "not the object id",
    fixes: "00000000",
  },
];
