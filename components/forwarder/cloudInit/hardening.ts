/** Services of the images that a forwarder has no use for; each is one way in less. */
const UNNEEDED = ["ModemManager", "udisks2", "fwupd", "fwupd-refresh.timer", "apport", "motd-news.timer", "rpcbind"];

/** Files that make a small target of the machine, besides what cloud-config says itself. */
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
    // The system disk holds the agent's cache of 10 GB; the journal must not take its place.
    path: "/etc/systemd/journald.conf.d/90-qumulo.conf",
    permissions: "0644",
    content: "[Journal]\nSystemMaxUse=200M\nRuntimeMaxUse=50M\n",
  },
];

/** Stops the unneeded services for good; those that an image does not have are passed over. */
export const disableUnneeded = `for unit in ${UNNEEDED.join(" ")}; do systemctl disable --now "$unit" 2> /dev/null || true; done`;
