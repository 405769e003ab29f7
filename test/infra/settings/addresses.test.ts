import { describe } from "vitest";
import { addresses } from "./bad/addresses";
import { refuses } from "./refuses";

describe("a range or an address", () => refuses(addresses));
