#!/bin/sh
# Readiness check: succeeds once the agent has its collection rule and rsyslog is connected to the agent. Azure keeps only
# the last 4 KB of the output, so the cause of a failure is printed last.
# If the machine was drained but not deleted, rsyslog may still be stopped.
systemctl start syslog.socket rsyslog.service
deadline=$(($(date +%s) + 840))
probe() { logger --rfc5424=notime,nohost --tcp --server 127.0.0.1 --port @port@ --tag @forwarderName@ "forwarder $(hostname) is ready"; }
connected() { [ -n "$(ss -Htn state established "dport = :$1")" ]; }
while [ "$(date +%s)" -lt "$deadline" ]; do
  if [ -r @agentFile@ ]; then
    port=$(cat @agentPortFile@)
    if [ "$port" = "$(tr -cd 0-9 < @agentFile@)" ]; then
      # rsyslog connects only when it has something to send.
      connected "$port" || probe
      sleep 2
      connected "$port" && { echo "ready: rsyslog on $(hostname) is connected to the agent at port $port"; exit 0; }
    fi
  fi
  sleep 5
done
if [ ! -r @agentFile@ ]; then
  echo "NOT READY: the agent on $(hostname) has no syslog rule yet: @agentFile@ is missing"
else
  journalctl -u rsyslog -n 10 --no-pager
  echo "NOT READY: rsyslog on $(hostname) is not connected to the agent; it uses port $(cat @agentPortFile@), but the agent listens on $(cat @agentFile@)"
fi
exit 1
