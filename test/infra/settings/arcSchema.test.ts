import { describe } from "vitest";
import { arcSchema } from "./bad/arcSchema";
import { refuses } from "./refuses";

describe("a setting of Arc servers", () => refuses(arcSchema));
