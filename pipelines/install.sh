#!/bin/sh
# Installs the npm packages of the lock file, and the Pulumi CLI of the pinned version where another one or none is there.
set -eu
version=3.259.0
npm ci --no-audit --no-fund
if [ "$(pulumi version 2> /dev/null || true)" != "v$version" ]; then
  archive=pulumi-v$version-linux-x64.tar.gz
  base=https://get.pulumi.com/releases/sdk
  folder=$(mktemp -d)
  curl -fsSL --retry 3 -o "$folder/$archive" "$base/$archive"
  curl -fsSL --retry 3 -o "$folder/checksums" "$base/pulumi-$version-checksums.txt"
  (cd "$folder" && grep " $archive\$" checksums | sha256sum -c -)
  tar -xzf "$folder/$archive" -C "$folder"
  # The next steps find it: the file names differ between the two systems.
  if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder/pulumi" >> "$GITHUB_PATH"; else echo "##vso[task.prependpath]$folder/pulumi"; fi
fi
