#!/bin/bash
# Builds the root file system of a Debian machine with systemd, cloud-init and rsyslog, from a minimal one.
#   build-tree.sh DIR
set -euo pipefail
tree=$1
minimal=$(bash "$(dirname "$0")/minimal-tree.sh" "$(dirname "$tree")")
work=$(mktemp -d "$tree.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp -a "$minimal/." "$work"
# Prevents services from starting while packages are installed.
printf '#!/bin/sh\nexit 101\n' > "$work/usr/sbin/policy-rc.d"
chmod +x "$work/usr/sbin/policy-rc.d"
DEBIAN_FRONTEND=noninteractive chroot "$work" apt-get -qq update
DEBIAN_FRONTEND=noninteractive chroot "$work" apt-get -qq install -y --no-install-recommends \
  systemd-sysv dbus udev iproute2 netbase cloud-init rsyslog locales e2fsprogs chrony unattended-upgrades nftables procps kmod strace
rm "$work/usr/sbin/policy-rc.d"
chroot "$work" apt-get clean
# The machine must not download anything: all packages in the user-data are already installed, so it needs no package
# sources.
rm -rf "$work"/etc/apt/sources.list "$work"/etc/apt/sources.list.d/* "$work"/var/lib/apt/lists/*
: > "$work/etc/machine-id"
rm -f "$work/var/lib/dbus/machine-id"
# Masks services that the container does not need or support: the test sets up its network, and a container cannot set the
# clock.
for unit in networking ssh chrony systemd-networkd-wait-online apt-daily.timer apt-daily-upgrade.timer; do
  ln -sf /dev/null "$work/etc/systemd/system/${unit%.timer}.$([[ $unit == *.timer ]] && echo timer || echo service)"
done
cat > "$work/etc/cloud/cloud.cfg.d/99-container.cfg" << 'CLOUD'
datasource_list: [NoCloud, None]
network: {config: disabled}
CLOUD
mv -T "$work" "$tree"
