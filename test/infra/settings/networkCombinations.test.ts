import { describe } from "vitest";
import { networkCombinations } from "./bad/networkCombinations";
import { refuses } from "./refuses";

describe("a network setting", () => refuses(networkCombinations));
