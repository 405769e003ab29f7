import { describe } from "vitest";
import { secretsSchema } from "./bad/secretsSchema";
import { refuses } from "./refuses";

describe("a secret", () => refuses(secretsSchema));
