import { program } from "./program";

// Exports a function, so that the engine and the tests call the same program.
export = program;
