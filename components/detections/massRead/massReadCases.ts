import { type ReplayCase, spread } from "../replayCase";

const rule = "massRead-low";
const reads = (count: number, seconds: number, start = 0) =>
  spread(count, seconds, (index) => ({ path: `/p/d${index % 7}/f${index}.docx` }), start);
const EVE = ["nas", "ad\\eve", "10.0.0.1"];

export const massReadCases: readonly ReplayCase[] = [
  { name: "2,000 files in an hour", rule, alerts: [[...EVE, 2000]], events: reads(2000, 3500) },
  { name: "1,999 files in an hour", rule, alerts: [], events: reads(1999, 3500) },
  {
    name: "2,000 files of a job that read 2,000 files earlier in the day",
    rule,
    alerts: [],
    events: [...reads(2000, 3000, -36_000), ...reads(2000, 3000)],
  },
  {
    name: "2,000 files of a job that read 667 files in the same hour of the day before",
    rule,
    alerts: [],
    events: [...reads(667, 3590, -86_400), ...reads(2000, 3000)],
  },
  {
    name: "2,000 files of a job whose 667 reads of the day before arrived over three hours",
    rule,
    alerts: [],
    events: [
      ...reads(667, 3590, -86_400).map((event, index) => ({ ...event, delay: index * 12 })),
      ...reads(2000, 3000),
    ],
  },
  {
    name: "2,000 files of a job that read 666 files in the same hour of the day before",
    rule,
    alerts: [[...EVE, 2000]],
    events: [...reads(666, 3590, -86_400), ...reads(2000, 3000)],
  },
  {
    name: "1,000 files that are read in each of two hours",
    rule,
    alerts: [],
    events: [...reads(1000, 1000, 2500), ...reads(1000, 1000, 3600)],
  },
  {
    name: "one file that is read 2,000 times",
    rule,
    alerts: [],
    events: spread(2000, 3000, () => ({ path: "/p/db" })),
  },
];
