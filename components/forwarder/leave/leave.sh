#!/bin/sh
# Before this machine is replaced: its senders go to the others, and what the agent has taken leaves for Azure. The spool
# is on a disk of its own and stays; the agent's cache goes with the machine. The last line says how it ended.
cache=/var/opt/microsoft/azuremonitoragent/events
kilobytes() { if [ -d "$cache" ]; then du -sk "$cache" | cut -f1; else echo 0; fi; }
# The socket too: a line of the system would start rsyslog again.
systemctl stop syslog.socket rsyslog.service
stopped=$(date +%s)
while waited=$(($(date +%s) - stopped)) && [ "$waited" -lt @deadline@ ]; do
  # What is sent is deleted after about a minute, so a cache that is small before that says nothing.
  if [ "$waited" -ge @settle@ ] && [ "$(kilobytes)" -le @limit@ ]; then
    echo "drained: $(hostname) has closed its sessions, and its agent keeps $(kilobytes) KB"
    exit 0
  fi
  sleep 2
done
systemctl start syslog.socket rsyslog.service
echo "NOT DRAINED: the agent of $(hostname) still keeps $(kilobytes) KB after @deadline@ s; the machine takes events again"
exit 1
