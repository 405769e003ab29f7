#!/bin/sh
# Before this machine is deleted: its senders go to the others, and what the agent has taken leaves for Azure. The spool
# is on a disk of its own and stays; the agent's cache goes with the machine. The last line says how it ended.
cache=/var/opt/microsoft/azuremonitoragent/events
kilobytes() { if [ -d "$cache" ]; then du -sk "$cache" | cut -f1; else echo 0; fi; }
# The way back comes first: a machine that is not deleted after all takes senders again by itself. Only then the timer of
# an earlier run goes, which would bring it back too soon.
own=qumulo-return-$(date +%s)
if ! systemd-run --quiet --unit "$own" --on-active=@away@ systemctl start syslog.socket rsyslog.service; then
  echo "NOT DRAINED: systemd of $(hostname) takes no timer to bring it back; the machine takes events as before"
  exit 1
fi
for timer in $(systemctl list-units --plain --no-legend 'qumulo-return-*.timer' | cut -d ' ' -f 1); do
  [ "$timer" = "$own.timer" ] || systemctl stop "$timer"
done
# The socket too: a line of the system would start rsyslog again.
systemctl stop syslog.socket rsyslog.service
stopped=$(date +%s)
while waited=$(($(date +%s) - stopped)) && [ "$waited" -lt @deadline@ ]; do
  # What is sent is deleted after about a minute, so a cache that is small before that says nothing.
  if [ "$waited" -ge @settle@ ] && [ "$(kilobytes)" -le @limit@ ]; then
    # Somebody, or a line of the system, may have started it.
    if systemctl --quiet is-active rsyslog.service; then
      echo "NOT DRAINED: rsyslog of $(hostname) was started again meanwhile"
      exit 1
    fi
    echo "drained: $(hostname) has closed its sessions, and its agent keeps $(kilobytes) KB"
    exit 0
  fi
  sleep 2
done
systemctl start syslog.socket rsyslog.service
echo "NOT DRAINED: the agent of $(hostname) still keeps $(kilobytes) KB after @deadline@ s; the machine takes events again"
exit 1
