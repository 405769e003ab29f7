import { describe } from "vitest";
import { tagsSchema } from "./bad/tagsSchema";
import { refuses } from "./refuses";

describe("a tag", () => refuses(tagsSchema));
