import { describe } from "vitest";
import { networkCombinations } from "./bad/networkCombinations";
import { refuses } from "./refuses";

describe("a setting of the network", () => refuses(networkCombinations));
