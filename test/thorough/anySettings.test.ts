import { it } from "vitest";
import { checkWholeGraphs } from "../graph/wholeGraphs";

it("a hundred stacks with random settings give complete graphs, in which only the clusters' nodes can connect", () =>
  checkWholeGraphs(100));
