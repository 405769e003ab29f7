import { describe } from "vitest";
import { arcSchema } from "./bad/arcSchema";
import { refuses } from "./refuses";

describe("an Arc setting", () => refuses(arcSchema));
