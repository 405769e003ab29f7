#!/bin/sh
# up.sh STACK: deploys, and prints the endpoint and the commands for Qumulo.
set -eu
stack=$1
pulumi up --stack "$stack" --policy-pack infra/policy --yes --non-interactive --color never
pulumi stack output --stack "$stack" syslogEndpoint
pulumi stack output --stack "$stack" qumuloCommands
