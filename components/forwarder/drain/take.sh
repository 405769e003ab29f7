#!/bin/sh
# Before another machine lets go of its senders: this one takes them, also where an earlier roll has drained it and ended.
# The last line says how it ended.
systemctl start syslog.socket rsyslog.service
tries=0
until [ -n "$(ss -Hltn 'sport = :@port@')" ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 30 ]; then
    echo "NOT LISTENING: nothing listens on port @port@ of $(hostname)"
    exit 1
  fi
  sleep 1
done
echo "takes senders: $(hostname) listens on port @port@"
