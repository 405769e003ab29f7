import { describe } from "vitest";
import { combinations } from "./bad/combinations";
import { refuses } from "./refuses";

describe("a combination of settings", () => refuses(combinations));
