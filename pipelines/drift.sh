#!/bin/sh
# drift.sh STACK: fails where Azure is no longer as the stack has left it, or the stack not as the code says.
set -eu
stack=$1
drift=0
pulumi refresh --stack "$stack" --preview-only --expect-no-changes --diff --non-interactive --color never || drift=$?
pulumi preview --stack "$stack" --policy-pack infra/policy --expect-no-changes --diff --non-interactive --color never || drift=$?
if [ "$drift" -ne 0 ]; then
  echo "DRIFT in $stack: see above. To mend it: pulumi up --refresh --stack $stack" >&2
  exit 1
fi
