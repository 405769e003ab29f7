import { it } from "vitest";
import { checkWholeGraphs } from "../graph/wholeGraphs";

it("a hundred stacks with random settings give complete graphs without a public entry", () => checkWholeGraphs(100));
