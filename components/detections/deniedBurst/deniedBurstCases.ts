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
  {
    name: "two users who are denied access to 100 paths each",
    rule,
    alerts: [],
    events: denied(200, 10).map((event, index) => ({ ...event, user: `AD\\user${index < 100 ? 0 : 1}` })),
  },
  {
    name: "ten users who are denied access to one folder, although one of them is also denied access to another",
    rule,
    alerts: [["nas", "several", "/p/d0", 10]],
    events: [...people(10), ...people(1).map((event) => ({ ...event, path: "/p/a/f" }))],
  },
  { name: "nine users who are denied access to one folder", rule, alerts: [], events: people(9) },
  {
    name: "denials for a computer account",
    rule,
    alerts: [],
    events: denied(200, 10).map((event) => ({ ...event, user: "AD\\SCANNER$" })),
  },
  {
    name: "refused changes to exports, or an error that only mentions a permission",
    rule,
    alerts: [],
    events: denied(400, 20).map((event, index) =>
      index % 2 === 0
        ? { ...event, operation: "nfs_create_export", status: "api_permission_denied_error" }
        : { ...event, status: "permission_is_missing" },
    ),
  },
  {
    name: "paths that do not exist",
    rule,
    alerts: [],
    events: denied(200, 10).map((event) => ({ ...event, status: "fs_no_such_entry_error" })),
  },
];
