import { type ChildProcess, spawn } from "node:child_process";
import { PROJECT } from "../exampleStacks";

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `npm start` in its own process group, as a terminal does, with the folder `temporary` for temporary files. */
export function npmStart(
  args: readonly string[],
  temporary: string,
  onOutput: (text: string, child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const child = spawn("npm", ["start", "--silent", "--", ...args], {
    cwd: PROJECT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: temporary },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      onOutput(output, child);
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}
