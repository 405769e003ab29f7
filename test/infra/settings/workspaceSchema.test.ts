import { describe } from "vitest";
import { workspaceSchema } from "./bad/workspaceSchema";
import { refuses } from "./refuses";

describe("a workspace setting", () => refuses(workspaceSchema));
