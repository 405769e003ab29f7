import { describe } from "vitest";
import { detectionCombinations } from "./bad/detectionCombinations";
import { refuses } from "./refuses";

describe("a combination of settings for detections", () => refuses(detectionCombinations));
