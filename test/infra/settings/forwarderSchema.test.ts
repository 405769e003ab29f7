import { describe } from "vitest";
import { forwarderSchema } from "./bad/forwarderSchema";
import { refuses } from "./refuses";

describe("a setting of the forwarders", () => refuses(forwarderSchema));
