import { expect, it } from "vitest";
import { failureText } from "../../setup/failureText.mjs";

it("a failure in another user's clone comes with the advice to make a clone of one's own; other failures do not", () => {
  const denied = (path: string) => new Error(`EACCES: permission denied, symlink '/home/b/.cache/x' -> '${path}'`);
  expect(failureText(denied("/srv/a/clone/node_modules/x"), "/srv/a/clone")).toMatch(
    /^Set-up failed: EACCES.*\nThe npm packages must be installed in \/srv\/a\/clone, .*Make a clone of your own/,
  );
  expect(failureText(denied("/home/b/x"), "/srv/a/clone")).not.toContain("clone of your own");
  expect(failureText("no network", "/srv/a/clone")).toBe("Set-up failed: no network");
});
