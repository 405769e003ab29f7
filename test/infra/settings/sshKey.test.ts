import { describe } from "vitest";
import { sshKey } from "./bad/sshKey";
import { refuses } from "./refuses";

describe("an SSH key", () => refuses(sshKey));
