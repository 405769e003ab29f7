import { header, type Message, toMessage } from "../../qumulo/messages";
import { eventBody } from "../eventBody";
import { nodeOf, type Scenario } from "./scenario";

const DAY = 86_400_000;

/** Returns when a scenario's day begins: at the midnight (UTC) at which yesterday began, so that the day is over. */
export const midnightBefore = (now: Date): number => Math.floor(now.getTime() / DAY) * DAY - DAY;

/** Returns a scenario's messages as the nodes of a cluster send them. `midnight` is when the scenario's day begins. */
export function scenarioMessages(
  { events }: Scenario,
  cluster: { readonly name: string; readonly format: "csv" | "json" },
  midnight: number,
): Message[] {
  return events().map((event) => {
    const node = `${cluster.name}-${nodeOf(event)}`;
    const time = new Date(midnight + Math.round(event.at * 1000));
    return toMessage(Buffer.from(header(node, time) + eventBody(event, cluster.format)), node, time);
  });
}
