#!/bin/sh
# Boot check: succeeds once cloud-init is done and rsyslog listens, if /var has room for the agent's cache. Azure keeps only
# the last 4 KB of the output, so the cause of a failure is printed last.
cloud-init status --wait > /dev/null 2>&1
# Exit code 2 means "done, with warnings".
case $? in 0 | 2) ;; *)
  tail -n 20 /var/log/cloud-init-output.log
  echo "NOT BOOTED: cloud-init failed, see /var/log/cloud-init-output.log on $(hostname)"
  exit 1 ;;
esac
if ! output=$(rsyslogd -N1 2>&1); then
  echo "$output" | tail -n 20
  echo "NOT BOOTED: rsyslog rejects its configuration on $(hostname)"
  exit 1
fi
# If the machine was drained but not deleted, rsyslog may still be stopped.
systemctl start syslog.socket rsyslog.service
tries=0
until [ -n "$(ss -Hltn 'sport = :@port@')" ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 60 ]; then
    systemctl status rsyslog --no-pager | tail -n 15
    echo "NOT BOOTED: nothing listens on port @port@ on $(hostname)"
    exit 1
  fi
  sleep 1
done
free=$(df --output=avail -k /var | tail -n 1 | tr -d ' ')
if [ "$free" -lt 10485760 ]; then
  df -h /var
  echo "NOT BOOTED: the agent's cache needs 10 GB in /var on $(hostname), but only $((free / 1024)) MB are free"
  exit 1
fi
echo "booted: rsyslog on $(hostname) listens on port @port@"
