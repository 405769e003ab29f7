// The version of the Pulumi engine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./places.mjs";

/** Folder of the Go module that pins the engine. */
export const ENGINE_MODULE = "simulator/engine/cli";

const [, version = ""] =
  /^require github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)$/m.exec(
    readFileSync(join(PROJECT, ENGINE_MODULE, "go.mod"), "utf8"),
  ) ?? [];

/** The version that set-up builds. Example: `3.259.0`. */
export const ENGINE_VERSION = version;
