import { isRecord } from "../../components/isRecord";
import type { AzureType, Properties } from "./types/azureType";

/** Inputs with keys of people's own or of another service: a PUT brings them whole. */
const WHOLE = ["tags", "settings", "template"];

/**
 * What is there after a PUT. What it leaves out stays: no document says for every type that it goes, and for some it
 * does not, so the program must send what takes a setting away. Only what a type names as cleared goes. Lists come whole.
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
