import { describe } from "vitest";
import { eventsSchema } from "./bad/eventsSchema";
import { refuses } from "./refuses";

describe("a setting of events", () => refuses(eventsSchema));
