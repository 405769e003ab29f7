import { describe } from "vitest";
import { eventsSchema } from "./bad/eventsSchema";
import { refuses } from "./refuses";

describe("an events setting", () => refuses(eventsSchema));
