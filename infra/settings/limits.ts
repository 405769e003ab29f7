import { dataFlows, MOST_TRANSFORM_CHARACTERS } from "../../components/collection/dataFlows";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../components/events/noiseFilter";
import { MOST_USER_DATA_BYTES, userData } from "../../components/forwarder/cloudInit/userData";
import { pipelineArgs } from "../pipelineArgs";
import type { ConfigError } from "./messages";
import type { Settings } from "./schema";

/**
 * What is right in itself and together more than Azure takes. Measured on the very texts that are deployed. Rules that mean
 * the same and ranges that touch have been merged before: what is left is for a person. The 4,000 ranges of a security rule
 * are never reached: user-data of fewer is too long.
 */
export function limitErrors(settings: Settings): ConfigError[] {
  const args = pipelineArgs(settings, { stack: "", environment: "public", providerFor: () => undefined });
  return [...transformation(args), ...machine(args)];
}

type Args = ReturnType<typeof pipelineArgs>;

const figure = (value: number): string => value.toLocaleString("en-US");

function transformation({ events }: Args): ConfigError[] {
  const longest = Math.max(...dataFlows(events).map(({ transformKql = "" }) => transformKql.length));
  if (longest <= MOST_TRANSFORM_CHARACTERS) return [];
  const rules = events.include.length + events.exclude.length;
  const problem = `${rules} rules make a transformation of ${figure(longest)} characters, and Azure takes ${figure(MOST_TRANSFORM_CHARACTERS)}: leave rules out, give fewer values or wider ranges, or set events.table to syslog, which needs none`;
  return [{ key: rulesKey(events), problem, fixes: [] }];
}

function machine({ machines }: Args): ConfigError[] {
  if (machines === undefined) return [];
  const { senders, filter, spoolGiB, image } = machines.forwarders;
  const bytes = (parts: Partial<Pick<typeof machines.forwarders, "senders" | "filter">>): number =>
    Buffer.byteLength(userData({ senders, filter, spoolGiB, image, ...parts }));
  const whole = bytes({});
  if (whole <= MOST_USER_DATA_BYTES) return [];
  const [ofRules, ofClusters] = [whole - bytes({ filter: KEEP_EVERYTHING }), whole - bytes({ senders: [] })];
  const [key, way] =
    ofRules > ofClusters
      ? [rulesKey(filter), "leave rules out, or give fewer values and wider ranges"]
      : ["clusters", "give fewer and wider ranges of clients, or spread the clusters over two stacks"];
  const problem = `make user-data of ${figure(whole)} bytes for a machine, of which ${figure(ofClusters)} are of clusters and ${figure(ofRules)} of events; Azure takes ${figure(MOST_USER_DATA_BYTES)}: ${way}`;
  return [{ key, problem, fixes: [] }];
}

const rulesKey = ({ exclude }: NoiseFilter): string => (exclude.length > 0 ? "events.exclude" : "events.include");
