import { type ReplayCase, spread } from "../replayCase";

const rule = "deniedBurst-low";
const denied = (count: number, folders: number) =>
  spread(count, 800, (index) => ({
    operation: "fs_open",
    status: "fs_access_denied_error",
    path: `/p/d${index % folders}/f${index}`,
  }));
const people = (count: number) => denied(count, 1).map((event, index) => ({ ...event, user: `AD\\u${index}` }));

export const deniedBurstCases: readonly ReplayCase[] = [
  {
    name: "200 denied paths in ten folders",
    rule,
    alerts: [["nas", "ad\\eve", "several", 200]],
    events: denied(200, 10),
  },
  { name: "199 denied paths", rule, alerts: [], events: denied(199, 10) },
  { name: "200 denied paths in nine folders", rule, alerts: [], events: denied(200, 9) },
  {
    name: "ten users who are denied access to one folder",
    rule,
    alerts: [["nas", "several", "/p/d0", 10]],
    events: people(10),
  },
  {
    name: "ten users who may not list one folder",
    rule,
    alerts: [["nas", "several", "/p/secret", 10]],
    events: people(10).map((event) => ({ ...event, operation: "fs_list_directory", path: "/p/secret/" })),
  },
  { name: "nine users who are denied access to one folder", rule, alerts: [], events: people(9) },
  {
    name: "denials for a computer account",
    rule,
    alerts: [],
    events: denied(200, 10).map((event) => ({ ...event, user: "AD\\SCANNER$" })),
  },
  {
    name: "paths that do not exist",
    rule,
    alerts: [],
    events: denied(200, 10).map((event) => ({ ...event, status: "fs_no_such_entry_error" })),
  },
];
