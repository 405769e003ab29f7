import { type ReplayCase, spread } from "../replayCase";

const EVE = ["nas", "ad\\eve"];
const deletes = (count: number, seconds: number, start = 0, folders = 7) =>
  spread(
    count,
    seconds,
    (index) => ({ operation: "fs_delete", path: `/p/d${index % folders}/f${start}-${index}` }),
    start,
  );
const many = "massDelete-high";
const unusual = "massDelete-medium";

export const massDeleteCases: readonly ReplayCase[] = [
  { name: "1,000 files within five minutes", rule: many, alerts: [[...EVE, 1000]], events: deletes(1000, 299) },
  { name: "999 files within five minutes", rule: many, alerts: [], events: deletes(999, 299) },
  { name: "a burst that spans two runs", rule: many, alerts: [[...EVE, 1000]], events: deletes(1000, 299, 151) },
  {
    name: "1,000 files, one of which somebody else deletes again",
    rule: many,
    alerts: [[...EVE, 1000]],
    events: [...deletes(1000, 299), { at: 295, operation: "fs_delete", path: "/p/d0/f0-0", user: "AD\\bob" }],
  },
  { name: "1,000 files in five folders", rule: many, alerts: [[...EVE, 1000]], events: deletes(1000, 299, 0, 5) },
  {
    name: "1,000 files that the actor created two hours before",
    rule: many,
    alerts: [[...EVE, 1000]],
    events: [
      ...deletes(1000, 299).map((event) => ({ ...event, operation: "fs_create_file", at: event.at - 7200 })),
      ...deletes(1000, 299),
    ],
  },
  { name: "1,000 files in four folders", rule: many, alerts: [], events: deletes(1000, 299, 0, 4) },
  {
    name: "1,000 files in six minutes, of which 833 fall within five minutes",
    rule: many,
    alerts: [],
    events: deletes(1000, 360),
  },
  {
    name: "files that the actor has just created",
    rule: many,
    alerts: [],
    events: [
      ...deletes(1000, 200).map((event) => ({ ...event, operation: "fs_create_file", at: event.at - 60 })),
      ...deletes(1000, 200),
    ],
  },
  {
    name: "files that the actor creates and deletes twice",
    rule: many,
    alerts: [],
    events: [0, 1, 2, 3].flatMap((turn) =>
      deletes(1000, 50).map((event) => ({
        ...event,
        operation: turn % 2 === 0 ? "fs_create_file" : "fs_delete",
        at: event.at + turn * 60,
      })),
    ),
  },
  {
    name: "refused deletions",
    rule: many,
    alerts: [],
    events: deletes(1000, 200).map((event) => ({ ...event, status: "fs_access_denied_error" })),
  },
  {
    name: "the same 500 files, each deleted twice",
    rule: many,
    alerts: [],
    events: [...deletes(500, 140), ...deletes(500, 140).map((event) => ({ ...event, at: event.at + 150 }))],
  },
  {
    name: "two actors with 500 files each",
    rule: many,
    alerts: [],
    events: deletes(1000, 299).map((event, index) => ({ ...event, user: index % 2 ? "AD\\eve" : "AD\\bob" })),
  },
  {
    name: "a numeric user id that deletes 500 files from each of two clients",
    rule: many,
    alerts: [],
    events: deletes(1000, 299).map((event, index) => ({ ...event, user: "0", client: `10.0.0.${index % 2}` })),
  },
  {
    name: "each of two bursts three hours apart",
    rule: many,
    alerts: [
      [...EVE, 1000],
      [...EVE, 1000],
    ],
    events: [...deletes(1000, 200), ...deletes(1000, 200, 10_800)],
  },
  {
    name: "a burst that lasts forty minutes, but only once",
    rule: many,
    alerts: [[...EVE, 1994]],
    events: deletes(8000, 2400),
  },
  {
    name: "a burst that arrives two hours late over several runs, but only once",
    rule: many,
    isLate: true,
    alerts: [[...EVE, 1000]],
    events: deletes(1000, 200).map((event, index) => ({ ...event, delay: 7200 + index * 0.9 })),
  },
  {
    name: "a burst in which every seventh event arrives an hour late, but only once",
    rule: many,
    alerts: [[...EVE, 1200]],
    events: deletes(1400, 200).map((event, index) => ({ ...event, delay: index % 7 ? 2 : 3600 })),
  },
  {
    name: "a normal day's backlog that arrives within a quarter of an hour",
    rule: many,
    alerts: [],
    events: deletes(3000, 28_800).map((event) => ({ ...event, delay: 28_800 - event.at + event.at / 32 })),
  },
  {
    name: "300 files of an actor who has deleted nothing before",
    rule: unusual,
    alerts: [[...EVE, 300]],
    events: deletes(300, 290),
  },
  {
    name: "299 files of an actor who has deleted nothing before",
    rule: unusual,
    alerts: [],
    events: deletes(299, 290),
  },
  {
    name: "300 files of an actor who deleted 59 in an earlier hour",
    rule: unusual,
    alerts: [[...EVE, 300]],
    events: [...deletes(59, 3599, -7200), ...deletes(300, 290)],
  },
  {
    name: "300 files of an actor who deleted 60 in an earlier hour",
    rule: unusual,
    alerts: [],
    events: [...deletes(60, 3599, -7200), ...deletes(300, 290)],
  },
  {
    name: "1,000 files, because the rule of high severity fires for them",
    rule: unusual,
    alerts: [],
    events: deletes(1000, 100),
  },
];
