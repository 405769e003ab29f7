#!/bin/sh
# Signs in to the backend that stores the stacks' state. The variable STATE_BACKEND names the backend; if it is empty,
# the backend is Pulumi Cloud. Example of a container in Azure Blob Storage:
# azblob://pulumi?storage_account=stpulumistate.
set -eu
case "${STATE_BACKEND:-}" in
  "") : "${PULUMI_ACCESS_TOKEN:?is missing: Pulumi Cloud needs it; or set STATE_BACKEND to azblob://CONTAINER?storage_account=NAME}"
      pulumi login ;;
  azblob://* | file://*) : "${PULUMI_CONFIG_PASSPHRASE?is missing: the state in ${STATE_BACKEND%%:*} is encrypted with it}"
      pulumi login "$STATE_BACKEND" ;;
  *) echo "STATE_BACKEND is '$STATE_BACKEND': leave it empty for Pulumi Cloud, or azblob://CONTAINER?storage_account=NAME" >&2; exit 1 ;;
esac
