import { isRecord } from "../../components/isRecord";
import type { AzureType, Properties } from "./types/azureType";

/** Inputs whose keys belong to the user or to another service. A PUT replaces them as a whole. */
const WHOLE = ["tags", "settings", "template"];

/**
 * The properties of a resource after a PUT. An input that the PUT leaves out keeps its value, unless the type lists it as
 * cleared: Azure's documentation does not promise that it is removed, and for some types it is not, so the program must send
 * a value that turns a setting off. A list is replaced as a whole.
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
