#!/bin/bash
# Makes a Qumulo audit forwarder of this server: connects it to Azure Arc and gives rsyslog the same configuration that
# the machines in Azure have. Made by the stack @stack@; it holds no secret and a second run changes nothing.
#
#   sudo bash onboard.sh [--no-connect] [options of azcmagent connect]
#
# Sign-in is azcmagent's own: without options it asks for a device code; for many servers give
# --config FILE with a service principal that has the onboarding role.
set -euo pipefail

refuse() { printf 'Refused: %s\n' "$1" >&2; exit 1; }

[ "$(id -u)" -eq 0 ] || refuse "run it as root: sudo bash $0"
connect=yes
if [ "${1:-}" = --no-connect ]; then connect=no; shift; fi

# What must hold before anything is changed.
command -v rsyslogd > /dev/null || refuse "rsyslog is not installed: apt-get install rsyslog, or dnf install rsyslog"
if [ "$connect" = yes ]; then
  command -v azcmagent > /dev/null || refuse "azcmagent is not installed: install the package azcmagent from packages.microsoft.com (learn.microsoft.com/azure/azure-arc/servers/agent-overview)"
fi
configuration=/etc/rsyslog.d
main=/etc/rsyslog.conf
foreign=$(grep -lsE '^[^#]*(load="imtcp"|\$ModLoad +imtcp)' "$main" "$configuration"/*.conf | grep -v '/05-qumulo-audit.conf$' || true)
[ -z "$foreign" ] || refuse "imtcp is loaded by $(echo $foreign) already, and rsyslog takes its parameters once only; move that input to another server, or remove it"
holder=$(ss -Hltnp 'sport = :@port@' | grep -v '"rsyslogd"' || true)
[ -z "$holder" ] || refuse "port @port@ is taken: $holder"
if [ -n "$(ss -Hltn 'sport = :@port@')" ] && [ ! -e "$configuration/05-qumulo-audit.conf" ]; then
  refuse "rsyslogd listens on port @port@ already, with a configuration that is not ours"
fi

# Where this distribution lets rsyslogd write.
. /etc/os-release
case " ${ID:-} ${ID_LIKE:-} " in
  *" debian "* | *" ubuntu "*) spool=/var/spool/rsyslog ;;
  *" rhel "* | *" fedora "* | *" centos "* | *" suse "*) spool=/var/lib/rsyslog ;;
  *) refuse "the distribution '${ID:-unknown}' is not known here: Debian, Ubuntu, RHEL and its kin, SLES" ;;
esac

if [ "$connect" = yes ]; then
  # disconnected: exit code 0 with another status, so the text decides.
  if azcmagent show | grep -qiE '^Agent Status *: *Connected'; then
    echo "The server is connected to Azure Arc already."
  else
    azcmagent connect --subscription-id @subscriptionId@ --tenant-id @tenantId@ \
      --resource-group @resourceGroupName@ --location @location@ --cloud @cloud@ \
      --tags "ArcSQLServerExtensionDeployment=Disabled" "$@"
  fi
fi

changed=no
# write FILE MODE: takes the text from standard input, keeps a file that is the same.
write() {
  local new
  new=$(mktemp "$1.XXXXXX")
  sed "s#__SPOOL__#$spool#g" > "$new"
  chmod "$2" "$new"
  if cmp -s "$new" "$1"; then rm "$new"; else mv "$new" "$1"; changed=yes; fi
}
mkdir -p "$spool" /etc/systemd/system/rsyslog.service.d
port_file=$configuration/qumulo-agent.port
[ -e "$port_file" ] || { printf %s @defaultPort@ > "$port_file"; changed=yes; }
@writeFiles@
rsyslogd -N1 -f "$main" || refuse "rsyslog refuses the configuration: see above; remove $configuration/*qumulo* to go back"
if [ "$changed" = yes ]; then
  sysctl -q -p /etc/sysctl.d/90-qumulo-audit.conf || echo "Socket buffers stay as they are."
  systemctl daemon-reload
  systemctl enable --now qumulo-agent-port.path
  systemctl enable qumulo-agent-port.service
  systemctl enable rsyslog
  systemctl restart rsyslog
  echo "rsyslog takes Qumulo's events on port @port@ and spools in $spool."
else
  echo "Nothing had to be changed."
fi
if [ "$connect" = yes ]; then
  echo "Name the server to the stack, then run pulumi up:"
  echo "  pulumi config set --path 'arc.servers[N].id' $(azcmagent show | sed -n 's/^Resource Id *: *//p')"
fi
