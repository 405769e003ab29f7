#!/bin/sh
# Installs the npm packages in the lock files, and the pinned Pulumi CLI unless it is installed already. The CLI's
# version and checksum are in pulumi-cli.sha256; docs/pipelines.md names their source.
set -eu
npm ci --no-audit --no-fund
npm ci --no-audit --no-fund --prefix infra/policy
pinned=$PWD/pipelines/pulumi-cli.sha256
archive=$(sed -n 's/^[0-9a-f]\{64\}  \(pulumi-v[0-9.]*-linux-x64\.tar\.gz\)$/\1/p' "$pinned")
[ -n "$archive" ] || { echo "$pinned has no line of the form CHECKSUM  pulumi-vVERSION-linux-x64.tar.gz" >&2; exit 1; }
version=${archive#pulumi-}
version=${version%-linux-x64.tar.gz}
if [ "$(pulumi version 2> /dev/null || true)" != "$version" ]; then
  folder=$(mktemp -d)
  curl -fsSL --proto =https --retry 3 -o "$folder/$archive" "https://github.com/pulumi/pulumi/releases/download/$version/$archive"
  (cd "$folder" && sha256sum --check --strict "$pinned")
  tar -xzf "$folder/$archive" -C "$folder"
  # Adds the CLI to the next steps' PATH, as GitHub Actions or Azure Pipelines requires.
  if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder/pulumi" >> "$GITHUB_PATH"; else echo "##vso[task.prependpath]$folder/pulumi"; fi
fi
