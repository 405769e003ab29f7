import { describe } from "vitest";
import { storedValues } from "./bad/storedValues";
import { refuses } from "./refuses";

describe("a list or a record", () => refuses(storedValues));
