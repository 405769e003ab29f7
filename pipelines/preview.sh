#!/bin/sh
# preview.sh STACK FILE: writes a preview to FILE as Markdown that can be posted as a comment. Fails if the preview
# fails.
set -eu
stack=$1 file=$2
status=0
pulumi preview --stack "$stack" --policy-pack infra/policy --diff --color never > "$file.log" 2>&1 || status=$?
cat "$file.log"
{
  echo "### \`pulumi preview\` of \`$stack\`"
  [ "$status" -eq 0 ] || echo "**failed** with exit code $status"
  echo
  echo '```'
  # A comment has at most 65,536 characters.
  # shellcheck disable=SC2016 # The three backquotes are Markdown, not a command.
  tail -c 60000 "$file.log" | sed 's/```/` ` `/g'
  echo '```'
} > "$file"
exit "$status"
