import { describe } from "vitest";
import { checks } from "./bad/checks";
import { refuses } from "./refuses";

describe("a value", () => refuses(checks));
