import { describe } from "vitest";
import { exceptionSchema } from "./bad/exceptionSchema";
import { refuses } from "./refuses";

describe("an exception", () => refuses(exceptionSchema));
