import { describe } from "vitest";
import { workspaceSchema } from "./bad/workspaceSchema";
import { refuses } from "./refuses";

describe("a setting of the workspace", () => refuses(workspaceSchema));
