#!/bin/sh
# Runs before another machine is drained or resized: makes this machine accept senders, even if an interrupted rollout left
# it drained. The last line of output is the result.
systemctl start syslog.socket rsyslog.service
tries=0
until [ -n "$(ss -Hltn 'sport = :@port@')" ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 30 ]; then
    echo "NOT LISTENING: nothing listens on port @port@ on $(hostname)"
    exit 1
  fi
  sleep 1
done
echo "accepts senders: $(hostname) listens on port @port@"
