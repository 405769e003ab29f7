import { describe } from "vitest";
import { alertsSchema } from "./bad/alertsSchema";
import { refuses } from "./refuses";

describe("a recipient of alerts", () => refuses(alertsSchema));
