import { it } from "vitest";
import { checkWholeGraphs } from "../graph/wholeGraphs";

it("a hundred stacks of generated settings make whole graphs without a public way in", () => checkWholeGraphs(100));
