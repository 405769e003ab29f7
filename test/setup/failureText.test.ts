import { expect, it } from "vitest";
import { failureText } from "../../setup/failureText.mjs";

it("a clone of another user gives the advice to make one of one's own, and another failure does not", () => {
  const denied = (path: string) => new Error(`EACCES: permission denied, symlink '/home/b/.cache/x' -> '${path}'`);
  expect(failureText(denied("/srv/a/clone/node_modules/x"), "/srv/a/clone")).toMatch(
    /^Set-up failed: EACCES.*\nThis user may not write into \/srv\/a\/clone, .*Make a clone of your own/,
  );
  expect(failureText(denied("/home/b/x"), "/srv/a/clone")).not.toContain("clone of your own");
  expect(failureText("no network", "/srv/a/clone")).toBe("Set-up failed: no network");
});
