import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { addressCheck } from "../../components/filter/addressCheck";
import { contains } from "../../components/network/addresses";
import { toMessage } from "../../simulator/qumulo/messages";
import { send } from "../../simulator/qumulo/send";
import { freePort, startRsyslog } from "../../simulator/rsyslog/daemon";

// A range for each form in which addressCheck compares addresses: whole octets, several octets, single addresses, numbers.
const RANGES = ["127.1.2.0/24", "127.2.0.0/16", "127.3.4.0/23", "127.4.4.4/32", "127.5.5.8/30", "127.6.64.0/19"];
const NEAR =
  "1.1.255 1.2.0 1.2.255 1.3.0 1.20.7 2.0.1 2.255.254 3.0.1 3.3.255 3.4.1 3.5.255 3.6.0 4.4.3 4.4.4 4.4.40 5.5.7 5.5.8 5.5.11 5.5.12 6.63.255 6.64.0 6.95.255 6.96.0 20.1.1";

it("rsyslogd verifies an address if and only if it is in one of the ranges", async () => {
  const root = mkdtempSync(join(tmpdir(), "qumulo-senders-"));
  const port = await freePort();
  const verdicts = join(root, "spool", "verdicts");
  const content = `module(load="imtcp")
template(name="Verdict" type="string" string="%fromhost-ip% %$.known%\\n")
ruleset(name="check") {
  if (${addressCheck(RANGES)}) then { set $.known = "known"; } else { set $.known = "unknown"; }
  action(type="omfile" file="${verdicts}" template="Verdict")
}
input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="check")
`;
  const addresses = NEAR.split(" ").map((end) => `127.${end}`);
  const rsyslog = await startRsyslog(root, [{ path: join(root, "rsyslog.conf"), content }], port);
  await send({
    port,
    messages: addresses.map((address) => toMessage(Buffer.from("x"), address, new Date())),
    addressOf: (host) => host,
    sent: () => undefined,
  });
  await rsyslog.stop();
  const written = readFileSync(verdicts, "utf8").trim().split("\n").sort();
  rmSync(root, { recursive: true });
  const verdict = (address: string) => (RANGES.some((range) => contains(range, address)) ? "known" : "unknown");
  expect(written).toEqual(addresses.map((address) => `${address} ${verdict(address)}`).sort());
});
