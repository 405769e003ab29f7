import { describe } from "vitest";
import { durations } from "./bad/durations";
import { refuses } from "./refuses";

describe("a duration", () => refuses(durations));
