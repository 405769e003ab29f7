import { describe } from "vitest";
import { issues } from "./bad/issues";
import { nearValues } from "./bad/nearValues";
import { refuses } from "./refuses";

describe("a setting of the wrong type", () => refuses(issues));

describe("a wrong value", () => refuses(nearValues));
