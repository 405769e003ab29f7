import { dataFlows, MOST_TRANSFORM_CHARACTERS } from "../../components/collection/dataFlows";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../components/filter/noiseFilter";
import { MOST_USER_DATA_BYTES, userData } from "../../components/forwarder/cloudInit/userData";
import { pipelineArgs } from "../pipelineArgs";
import type { ConfigError } from "./messages";
import type { Settings } from "./schema";

/**
 * Returns errors for settings that are valid individually but together exceed an Azure limit. The limits are checked on
 * the texts that would be deployed, in which equivalent rules and adjacent ranges are already merged. Only the user can
 * shorten such a text further. A security rule may have at most 4,000 ranges. This limit needs no check, because
 * user-data with so many ranges already exceeds its own limit.
 */
export function limitErrors(settings: Settings): ConfigError[] {
  const args = pipelineArgs(settings, { stack: "", environment: "public", providerFor: () => undefined });
  return [...transformation(args), ...machine(args)];
}

type Args = ReturnType<typeof pipelineArgs>;

const figure = (value: number): string => value.toLocaleString("en-US");

function transformation({ events: { table, filter } }: Args): ConfigError[] {
  const longest = Math.max(...dataFlows(table, filter).map(({ transformKql = "" }) => transformKql.length));
  if (longest <= MOST_TRANSFORM_CHARACTERS) return [];
  const rules = filter.include.length + filter.exclude.length;
  const problem = `${rules} rules give a transformation of ${figure(longest)} characters, and Azure allows ${figure(MOST_TRANSFORM_CHARACTERS)}: remove rules, give fewer values or wider ranges, or set events.table to syslog, which needs no transformation`;
  return [{ key: rulesKey(filter), problem, fixes: [] }];
}

function machine({ machines }: Args): ConfigError[] {
  if (machines === undefined) return [];
  const { senders, filter, spoolGiB, image } = machines.forwarders;
  const bytes = (parts: Partial<Pick<typeof machines.forwarders, "senders" | "filter">>): number =>
    Buffer.byteLength(userData({ senders, filter, spoolGiB, image, ...parts }));
  const whole = bytes({});
  if (whole <= MOST_USER_DATA_BYTES) return [];
  const [ofRules, ofClusters] = [whole - bytes({ filter: KEEP_EVERYTHING }), whole - bytes({ senders: [] })];
  const [key, fix] =
    ofRules > ofClusters
      ? [rulesKey(filter), "remove rules, or give fewer values and wider ranges"]
      : ["clusters", "give fewer and wider ranges in nodeCidrs, or distribute the clusters over two stacks"];
  const problem = `a machine's user-data would have ${figure(whole)} bytes, ${figure(ofClusters)} for clusters and ${figure(ofRules)} for events; Azure allows ${figure(MOST_USER_DATA_BYTES)}: ${fix}`;
  return [{ key, problem, fixes: [] }];
}

const rulesKey = ({ exclude }: NoiseFilter): string => (exclude.length > 0 ? "events.exclude" : "events.include");
