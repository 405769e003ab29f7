#!/bin/bash
# Builds a Debian tree with real systemd, cloud-init and rsyslog from the machine's own package source, once.
#   build-tree.sh DIR
set -euo pipefail
tree=$1
work=$tree.new
rm -rf "$work"

# The machine's own mirror of Debian, whichever form its sources have.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 || true)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
debootstrap --variant=minbase --keyring="$keyring" bookworm "$work" "${mirror:-http://deb.debian.org/debian}"
cp -a /etc/apt/apt.conf.d/. "$work/etc/apt/apt.conf.d/"
cp /etc/resolv.conf "$work/etc/resolv.conf"
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || { mkdir -p "$work/etc/ssl/certs"; cp /etc/ssl/certs/ca-certificates.crt "$work/etc/ssl/certs/"; }
# No service may start while packages are installed.
printf '#!/bin/sh\nexit 101\n' > "$work/usr/sbin/policy-rc.d"
chmod +x "$work/usr/sbin/policy-rc.d"
DEBIAN_FRONTEND=noninteractive chroot "$work" apt-get -qq update
DEBIAN_FRONTEND=noninteractive chroot "$work" apt-get -qq install -y --no-install-recommends \
  systemd-sysv dbus udev iproute2 netbase cloud-init rsyslog locales e2fsprogs chrony unattended-upgrades nftables procps kmod strace
rm "$work/usr/sbin/policy-rc.d"
chroot "$work" apt-get clean
# Nothing from outside: what the user-data asks for is there, and an empty list of sources is always up to date.
rm -rf "$work"/etc/apt/sources.list "$work"/etc/apt/sources.list.d/* "$work"/var/lib/apt/lists/*
: > "$work/etc/machine-id"
rm -f "$work/var/lib/dbus/machine-id"
# The container's network is made from outside; a clock cannot be set in a container.
for unit in networking ssh chrony systemd-networkd-wait-online apt-daily.timer apt-daily-upgrade.timer; do
  ln -sf /dev/null "$work/etc/systemd/system/${unit%.timer}.$([[ $unit == *.timer ]] && echo timer || echo service)"
done
cat > "$work/etc/cloud/cloud.cfg.d/99-container.cfg" << 'CLOUD'
datasource_list: [NoCloud, None]
network: {config: disabled}
CLOUD
mv "$work" "$tree"
