import { describe } from "vitest";
import { storedValues } from "./bad/storedValues";
import { refuses } from "./refuses";

describe("a list or an object with free names", () => refuses(storedValues));
