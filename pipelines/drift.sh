#!/bin/sh
# drift.sh STACK: fails if resources in Azure differ from the stack's state, or the state differs from the program.
set -eu
stack=$1
drift=0
pulumi refresh --stack "$stack" --preview-only --expect-no-changes --diff --non-interactive --color never || drift=$?
pulumi preview --stack "$stack" --policy-pack infra/policy --expect-no-changes --diff --non-interactive --color never || drift=$?
if [ "$drift" -ne 0 ]; then
  echo "DRIFT in $stack: see above. To fix it: pulumi up --refresh --stack $stack" >&2
  exit 1
fi
