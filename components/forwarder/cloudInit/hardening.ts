/** Services in the VM images that a forwarder does not need. Stopping these services reduces the attack surface. */
const UNNEEDED = ["ModemManager", "udisks2", "fwupd", "fwupd-refresh.timer", "apport", "motd-news.timer", "rpcbind"];

/** Files that harden the machine, in addition to the settings in cloud-config. */
export const hardeningFiles = [
  {
    path: "/etc/ssh/sshd_config.d/10-qumulo.conf",
    permissions: "0600",
    content: [
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "PermitRootLogin no",
      "X11Forwarding no",
      "AllowTcpForwarding no",
      "AllowAgentForwarding no",
      "",
    ].join("\n"),
  },
  {
    // The journal's size is limited, because the system disk must have room for the agent's 10 GB cache.
    path: "/etc/systemd/journald.conf.d/90-qumulo.conf",
    permissions: "0644",
    content: "[Journal]\nSystemMaxUse=200M\nRuntimeMaxUse=50M\n",
  },
];

/** Command that stops and disables the unneeded services. Services that the image does not have are ignored. */
export const disableUnneeded = `for unit in ${UNNEEDED.join(" ")}; do systemctl disable --now "$unit" 2> /dev/null || true; done`;
