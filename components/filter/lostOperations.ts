import { operations } from "../events/operations";
import { merged } from "../network/addresses";
import type { FilterRule, NoiseFilter } from "./noiseFilter";
import { dropped } from "./presets";

/** Whether a rule restricts nothing but the operation: its other lists are missing or match every value. */
const matchesAll = ({ protocols, users, clientCidrs, pathPrefixes }: FilterRule): boolean =>
  protocols === undefined &&
  users === undefined &&
  (clientCidrs === undefined || ["0.0.0.0/0", "0.0.0.0/1,128.0.0.0/1"].includes(merged(clientCidrs).join())) &&
  (pathPrefixes?.includes("/") ?? true);

const names = (rule: FilterRule, operation: string): boolean => rule.operations?.includes(operation) ?? true;

/**
 * Returns the known operations whose successful events are all dropped by a filter. An operation of which an `include` rule
 * keeps some events is not lost.
 */
export const lostOperations = ({ keep, include, exclude }: NoiseFilter): string[] =>
  operations()
    .map(({ name }) => name)
    .filter(
      (name) =>
        (dropped[keep].includes(name) || exclude.some((rule) => names(rule, name) && matchesAll(rule))) &&
        !include.some((rule) => names(rule, name)),
    );
