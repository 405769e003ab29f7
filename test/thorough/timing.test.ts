import { expect, it } from "vitest";
import { program } from "../../infra/program";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { everything } from "../exampleStacks";

const RUNS = 9;

/** Records a stack several times. Returns the median time in milliseconds, and the number of resources. */
async function measure(machines: number): Promise<{ ms: number; resources: number }> {
  const times: number[] = [];
  let resources = 0;
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now();
    resources = (await recordProgram(program, everything(machines))).resources.length;
    times.push(performance.now() - begin);
  }
  return { ms: times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN, resources };
}

it("recording the stack `everything` takes at most 500 ms, and at most nine times as long with eight times the machines", async () => {
  await measure(2);
  const two = await measure(2);
  const sixteen = await measure(16);
  const ratio = sixteen.ms / two.ms;
  console.log(
    `2 machines: ${Math.round(two.ms)} ms for ${two.resources} resources; 16 machines: ${Math.round(sixteen.ms)} ms for ${sixteen.resources}, ratio ${ratio.toFixed(1)}`,
  );
  expect(two.resources).toBeGreaterThanOrEqual(45);
  expect(two.ms).toBeLessThanOrEqual(500);
  expect(ratio).toBeLessThanOrEqual(9);
});
