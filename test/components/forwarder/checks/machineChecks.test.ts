import { describe, expect, it } from "vitest";
import { bootCheckScript, readinessCheckScript } from "../../../../components/forwarder/checks/machineChecks";

describe("the machine check scripts", () => {
  it("check the given port, and print the cause before they fail", () => {
    expect(bootCheckScript(1514)).toContain("sport = :1514");
    for (const script of [bootCheckScript(514), readinessCheckScript(514)]) {
      expect(
        script
          .split("exit 1")
          .slice(0, -1)
          .every((part) => /NOT (BOOTED|READY)/.test(part)),
      ).toBe(true);
    }
  });
});
