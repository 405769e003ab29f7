import { describe } from "vitest";
import { forwarderSchema } from "./bad/forwarderSchema";
import { refuses } from "./refuses";

describe("a forwarder setting", () => refuses(forwarderSchema));
