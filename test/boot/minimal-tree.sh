#!/bin/bash
# Builds the root file system of a minimal Debian machine, unless CACHE contains it, and prints its path.
#   minimal-tree.sh CACHE
set -euo pipefail
tree=$1/minimal-tree-$(sha256sum < "$0" | head -c 12)
[ -e "$tree" ] || {
  mkdir -p "$1"
  work=$(mktemp -d "$tree.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  # The Debian mirror that this machine uses. Apt's package sources (one-line or deb822 files) contain its address.
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 || true)
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  debootstrap --variant=minbase --keyring="$keyring" bookworm "$work" "${mirror:-http://deb.debian.org/debian}" >&2
  # Copies the settings with which this machine reaches its mirror: proxies, passwords, certificates.
  for settings in apt.conf apt.conf.d auth.conf auth.conf.d; do
    [ ! -e "/etc/apt/$settings" ] || cp -aT "/etc/apt/$settings" "$work/etc/apt/$settings"
  done
  cp -L /etc/resolv.conf "$work/etc/resolv.conf"
  [ ! -d /etc/ssl/certs ] || { mkdir -p "$work/etc/ssl"; cp -RL /etc/ssl/certs "$work/etc/ssl/" 2> /dev/null || true; }
  chmod 0755 "$work"
  mv -T "$work" "$tree"
}
echo "$tree"
