import { expect, it } from "vitest";
import { isPlatformPatched, parseImage } from "../../../components/forwarder/image";

it("parseImage refuses text that is not an image, and isPlatformPatched returns whether Azure patches an image", () => {
  expect(isPlatformPatched(parseImage("canonical:Ubuntu-24_04-LTS:server:latest"))).toBe(true);
  expect(isPlatformPatched(parseImage("Debian:debian-12:12-gen2:latest"))).toBe(false);
  expect(() => parseImage("Debian:debian-12")).toThrow("publisher:offer:sku:version");
});
