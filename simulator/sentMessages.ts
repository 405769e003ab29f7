import { builtInMessages } from "./qumulo/builtIn";
import { fileLines, type Message, toMessage } from "./qumulo/messages";
import type { Scenario } from "./replay/scenarios/scenario";
import { midnightBefore, scenarioMessages } from "./replay/scenarios/scenarioMessages";
import { defaultScenario } from "./replay/scenarios/scenarios";

/** What the user tells a rehearsal to send. */
export type Given =
  /** Qumulo's published samples, and the default scenario. */
  | { readonly kind: "builtIn" }
  | { readonly kind: "scenario"; readonly scenario: Scenario }
  /** Lines of the user's file, and when each of them arrived, in milliseconds since 1970. */
  | { readonly kind: "events"; readonly content: Buffer; readonly arrivals: readonly number[] | undefined };

/** A message, and whether and when its row is replayed to the detections. */
export interface SentMessage extends Message {
  /**
   * `afterEvent`: the row arrives shortly after the event. `never`: the detections do not read the row. A number: the
   * time of arrival, in milliseconds since 1970.
   */
  readonly arrival: "afterEvent" | "never" | number;
}

/** A cluster of the stack. */
export interface SendingCluster {
  readonly name: string;
  readonly format: "csv" | "json";
}

/** Returns the messages that a rehearsal sends. The first cluster sends scenarios, and lines without a header. */
export function sentMessages(given: Given, clusters: readonly SendingCluster[], now: Date): SentMessage[] {
  const [first] = clusters;
  if (first === undefined) throw new Error("the stack has no cluster");
  switch (given.kind) {
    case "builtIn":
      return [
        ...builtInMessages(
          clusters.map(({ name }) => name),
          now,
        ).map((message) => sent(message, "never")),
        ...played(defaultScenario, first, now),
      ];
    case "scenario":
      return played(given.scenario, first, now);
    case "events":
      return fileLines(given.content).map((line, index) => {
        const arrival = given.arrivals?.[index];
        // A line without a header has no time of its own. It gets its time of arrival, if given, or else the present.
        const message = toMessage(line, `${first.name}-1`, arrival === undefined ? now : new Date(arrival));
        return sent(message, arrival ?? "afterEvent");
      });
  }
}

const played = (scenario: Scenario, cluster: SendingCluster, now: Date): SentMessage[] =>
  scenarioMessages(scenario, cluster, midnightBefore(now)).map((message) => sent(message, "afterEvent"));

const sent = ({ host, line, body }: Message, arrival: SentMessage["arrival"]): SentMessage => ({
  host,
  line,
  body,
  arrival,
});
