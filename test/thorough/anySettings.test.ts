import { it } from "vitest";
import { checkWholeGraphs } from "../graph/wholeGraphs";

it("a hundred stacks of generated settings make complete graphs without a public entry", () => checkWholeGraphs(100));
