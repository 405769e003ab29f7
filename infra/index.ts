import { program } from "./program";

// A function, so that the engine and the tests run the same program.
export = program;
