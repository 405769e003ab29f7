import { type AllowListArgs, allowListFiles } from "../../components/arc/allowList";
import type { Machine } from "./container";

const OURS = ["qumulo-agent-port", "qumulo-allow-list", "qumulo-spool", "qumulo-spool-watch"];

/**
 * Returns systemd's exposure ratings of this project's services, and of rsyslog's service with this project's drop-in. The
 * worst rating is 10.
 */
export function exposures(machine: Machine): Record<string, number> {
  const exposure = (command: string) => {
    const { output } = machine.script(`systemd-analyze security --no-pager ${command}`);
    return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(output)?.[1]);
  };
  // Rates Debian's rsyslog unit with only this project's drop-in, not with the test machine's other drop-ins.
  const rsyslog = "/run/exposure/rsyslog.service";
  machine.script(
    `mkdir -p /run/exposure; sed '/^.Install/,$d' /lib/systemd/system/rsyslog.service > ${rsyslog}
     sed 1d /etc/systemd/system/rsyslog.service.d/qumulo-sandbox.conf >> ${rsyslog}`,
  );
  return {
    ...Object.fromEntries(OURS.map((unit) => [unit, exposure(`${unit}.service`)])),
    rsyslog: exposure(`--offline=true ${rsyslog}`),
  };
}

/** Installs and starts the allow-list as the script for Arc servers does with --allow-list. */
export function installAllowList(machine: Machine, args: AllowListArgs) {
  for (const { path, content } of allowListFiles(args)) machine.script(`cat > ${path} << 'END'\n${content}\nEND`);
  const enable = "systemctl daemon-reload; systemctl enable -q nftables qumulo-allow-list";
  return machine.script(`${enable} && systemctl restart nftables qumulo-allow-list`);
}
