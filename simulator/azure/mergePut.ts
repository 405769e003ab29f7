import { isRecord } from "../../components/isRecord";
import type { AzureType, Properties } from "./types/azureType";

/** Inputs whose keys the user or another service chooses. A PUT replaces such an input as a whole. */
const WHOLE = ["tags", "settings", "template"];

/**
 * Returns a resource's inputs after a PUT. An input that the PUT omits keeps its value, unless `cleared` lists it: Azure does
 * not promise to remove omitted inputs, and for some types it keeps them. The program must therefore send an explicit value
 * to turn a setting off. A list is replaced as a whole.
 */
export function mergePut(before: Properties | undefined, sent: Properties, cleared: AzureType["cleared"]): Properties {
  const paths = cleared?.paths ?? [];
  const merge = (old: Properties, now: Properties, at: string): Properties => {
    const left = Object.keys(old).filter((name) => !(name in now) && !paths.includes(`${at}${name}`));
    const nested = (name: string, value: unknown): unknown => {
      const was = old[name];
      const isMerged = isRecord(was) && isRecord(value) && !Array.isArray(was) && !Array.isArray(value);
      return isMerged && !WHOLE.includes(name) ? merge(was, value, `${at}${name}.`) : value;
    };
    return {
      ...Object.fromEntries(left.map((name) => [name, old[name]])),
      ...Object.fromEntries(Object.entries(now).map(([name, value]) => [name, nested(name, value)])),
    };
  };
  return before === undefined ? sent : merge(before, sent, "");
}
