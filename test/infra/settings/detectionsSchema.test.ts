import { describe } from "vitest";
import { detectionsSchema } from "./bad/detectionsSchema";
import { refuses } from "./refuses";

describe("a setting for detections", () => refuses(detectionsSchema));
