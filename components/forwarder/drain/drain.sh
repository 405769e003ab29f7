#!/bin/sh
# Drains this machine before it is deleted: its senders reconnect to other machines, and the agent sends its cache to Azure.
# The spool is on a separate disk and survives; the agent's cache is deleted with the machine. The last line of output is the
# result.
cache=/var/opt/microsoft/azuremonitoragent/events
kilobytes() { if [ -d "$cache" ]; then du -sk "$cache" | cut -f1; else echo 0; fi; }
# First set a timer that starts rsyslog again, in case the machine is not deleted after all. Only then stop the timers of
# earlier runs, which would start rsyslog too soon.
own=qumulo-return-$(date +%s)
if ! systemd-run --quiet --unit "$own" --on-active=@away@ systemctl start syslog.socket rsyslog.service; then
  echo "NOT DRAINED: systemd on $(hostname) accepted no timer that starts rsyslog again; the machine still receives events"
  exit 1
fi
for timer in $(systemctl list-units --plain --no-legend 'qumulo-return-*.timer' | cut -d ' ' -f 1); do
  [ "$timer" = "$own.timer" ] || systemctl stop "$timer"
done
# Stop syslog.socket, too: otherwise the system's next log line starts rsyslog again.
systemctl stop syslog.socket rsyslog.service
stopped=$(date +%s)
while waited=$(($(date +%s) - stopped)) && [ "$waited" -lt @deadline@ ]; do
  # The agent deletes sent events from its cache after about a minute. Until then, the cache's size does not show how many
  # events are still unsent.
  if [ "$waited" -ge @settle@ ] && [ "$(kilobytes)" -le @limit@ ]; then
    # An administrator or a system log line may have started rsyslog.
    if systemctl --quiet is-active rsyslog.service; then
      echo "NOT DRAINED: rsyslog on $(hostname) was started again during the drain"
      exit 1
    fi
    echo "drained: $(hostname) has closed its sessions, and $(kilobytes) KB are left in its agent's cache"
    exit 0
  fi
  sleep 2
done
systemctl start syslog.socket rsyslog.service
echo "NOT DRAINED: the agent on $(hostname) still keeps $(kilobytes) KB after @deadline@ s; the machine receives events again"
exit 1
