#!/bin/bash
# Turns this server into a Qumulo audit forwarder: connects it to Azure Arc and gives rsyslog the same configuration as on the
# machines in Azure. Created by the stack @stack@. The script contains no secret, and a second run changes nothing.
#
#   sudo bash onboard.sh [--no-connect] [--allow-list | --no-allow-list] [options of azcmagent connect]
#   sudo bash onboard.sh --uninstall        undoes all of this, but leaves the server connected to Azure Arc
#
# --allow-list adds nftables rules that allow only the clusters' nodes to reach the port. The rules survive a reboot and work
# alongside another firewall. Later runs keep the allow-list and update its nodes. --no-allow-list removes the allow-list.
# All other options go to azcmagent connect. Without other options, azcmagent asks you to sign in with a device code. For many
# servers, pass --config FILE. The file names a service principal that has the onboarding role.
set -euo pipefail

refuse() { printf 'Refused: %s\n' "$1" >&2; exit 1; }

[ "$(id -u)" -eq 0 ] || refuse "run it as root: sudo bash $0"
connect=yes
uninstall=no
allow_list=as-it-is
while :; do
  case "${1:-}" in
    --no-connect) connect=no ;;
    --allow-list) allow_list=yes ;;
    --no-allow-list) allow_list=no ;;
    --uninstall) uninstall=yes ;;
    *) break ;;
  esac
  shift
done

configuration=/etc/rsyslog.d
main=/etc/rsyslog.conf
port=@port@
nodes=(@nodeCidrs@)
port_file=$configuration/qumulo-agent.port
# The kernel's previous socket buffer sizes, which --uninstall restores.
sysctl_before=$configuration/qumulo-before.sysctl
# The file that contains the spool's file system. All of the file's blocks are allocated, so that nothing else on the server
# can use them.
image=@spoolImage@
allow_rules=/etc/qumulo-allow-list.nft
remove_allow_list() {
  systemctl disable --now qumulo-allow-list.service
  rm -f @allowListFiles@
}

if [ "$uninstall" = yes ]; then
  [ -e "$port_file" ] || { echo "The forwarder is not installed here: nothing to uninstall."; exit 0; }
  spool=$(sed -n 's/.*queue.spoolDirectory="\([^"]*\)".*/\1/p' "$configuration/05-qumulo-audit.conf" | head -n 1)
  # Stop syslog.socket, too: otherwise the system's next log line starts rsyslog again.
  systemctl stop syslog.socket 2> /dev/null || true
  # The drop-in that runs qumulo-hold is still installed, so rsyslogd reads all acknowledged data before it stops. When
  # rsyslogd stops, it deletes the files of an empty spool.
  systemctl stop rsyslog
  # The pattern with .segq matches the spool files of rsyslogd 8.2608 and newer.
  kept=$(find "$spool" '(' -name 'qumulo.0*' -o -path '*.segq/segment-*' ')' -printf '%p ')
  if [ -n "$kept" ]; then
    systemctl start rsyslog
    refuse "events wait in $spool for the agent. Make sure that the agent runs and that no cluster sends here any more, then try again. To give these events up, stop rsyslog and move ${kept% } away"
  fi
  systemctl disable --now qumulo-agent-port.path qumulo-agent-port.service qumulo-spool-watch.service qumulo-spool.service
  if [ -e "$image" ]; then
    ! mountpoint -q "$spool" || umount "$spool"
    rm "$image"
  fi
  rm -f @ourFiles@ "$port_file" "$configuration/qumulo-spool.limit" "$configuration/qumulo-spool.mended" "$configuration/qumulo-pending"
  rmdir --ignore-fail-on-non-empty "$spool"
  [ ! -e "$allow_rules" ] || remove_allow_list
  nft delete table inet qumulo_sessions 2> /dev/null || true
  [ ! -e "$sysctl_before" ] || { sysctl -q -p "$sysctl_before"; rm "$sysctl_before"; }
  rmdir --ignore-fail-on-non-empty /etc/systemd/system/rsyslog.service.d
  systemctl daemon-reload
  systemctl start rsyslog
  echo "rsyslog has its previous configuration. Point the clusters elsewhere, remove the server from arc.servers, then run pulumi up."
  exit 0
fi

# Check the requirements before changing anything.
for program in awk cmp df du fallocate find findmnt grep head mkfs.ext4 mktemp mountpoint sed sort ss stat sysctl systemctl tail tr truncate; do
  command -v "$program" > /dev/null || refuse "$program is not installed: this script needs it (ss is in the package iproute2 or iproute, sysctl in procps or procps-ng, mkfs.ext4 in e2fsprogs)"
done
command -v rsyslogd > /dev/null || refuse "rsyslog is not installed: apt-get install rsyslog, or dnf install rsyslog"
version=$(rsyslogd -v | sed -n '1s/^rsyslogd *8\.\([0-9]*\).*/\1/p')
[ "${version:-0}" -ge @oldestRsyslog@ ] || refuse "rsyslog is too old: $(rsyslogd -v | head -n 1). The script is tested with 8.@oldestRsyslog@ to 8.@newestRsyslog@"
if [ "$connect" = yes ]; then
  command -v azcmagent > /dev/null || refuse "azcmagent is not installed: install the package azcmagent from packages.microsoft.com (learn.microsoft.com/azure/azure-arc/servers/agent-overview)"
fi
[ "$allow_list" != yes ] || command -v nft > /dev/null || refuse "the allow-list needs nft: apt-get install nftables, or dnf install nftables"
foreign=$(grep -lsE '^[^#]*(load="imtcp"|[$]ModLoad +imtcp)' "$main" "$configuration"/*.conf | grep -v '/05-qumulo-audit.conf$' | tr '\n' ' ' || true)
[ -z "$foreign" ] || refuse "imtcp is loaded by ${foreign}already, and rsyslog accepts its parameters only once. Move that input to another server, or remove it"
holder=$(ss -Hltnp "sport = :$port" | grep -v '"rsyslogd"' || true)
[ -z "$holder" ] || refuse "port $port is in use: $holder"
if [ -n "$(ss -Hltn "sport = :$port")" ] && [ ! -e "$configuration/05-qumulo-audit.conf" ]; then
  refuse "rsyslogd listens on port $port already, with a configuration that is not this script's"
fi
if command -v getenforce > /dev/null && [ "$(getenforce)" != Disabled ]; then
  # Without semanage, the agent reads syslog from a socket file instead of a port (Azure/azure-linux-extensions, agent.py).
  command -v semanage > /dev/null || refuse "SELinux is on and semanage is missing, so the agent would not open a port for rsyslog: install the package policycoreutils-python-utils"
  # The distribution's SELinux policy allows rsyslogd to use port 514.
  [ "$port" -eq 514 ] || semanage port -l | grep -E "^syslogd_port_t +tcp .*\b$port\b" > /dev/null \
    || refuse "SELinux does not let rsyslogd use port $port; run: semanage port -a -t syslogd_port_t -p tcp $port"
fi

# A folder that this distribution allows rsyslogd to write to.
# shellcheck source=/dev/null
. /etc/os-release
case " ${ID:-} ${ID_LIKE:-} " in
  *" debian "* | *" ubuntu "*) spool=/var/spool/rsyslog/qumulo ;;
  *" rhel "* | *" fedora "* | *" centos "* | *" suse "*) spool=/var/lib/rsyslog/qumulo ;;
  *) refuse "the distribution '${ID:-unknown}' is not supported: use Debian, Ubuntu, RHEL or one of its derivatives, or SLES" ;;
esac

size=0
if [ ! -e "$image" ] && ! mountpoint -q "$spool"; then
  folder=${image%/*}
  otherwise="or give the spool a file system of its own at $spool"
  case $(stat -f -c %T "$folder") in
    # Other file systems may need a free block to overwrite an allocated one.
    ext2/ext3 | xfs) ;;
    *) refuse "no space can be reserved for the spool on the file system of $folder ($(stat -f -c %T "$folder")): use ext4 or xfs, $otherwise" ;;
  esac
  free=$(df --output=avail -B1M "$folder" | tail -n 1 | tr -d ' ')
  # The agent's share of the free space stays free. The spool gets the rest, but at most its normal size.
  size=$((free - @agentMiB@))
  [ "$size" -ge @leastSpoolMiB@ ] || refuse "there is no space for the spool: $free MiB are free in $folder, but the agent needs @agentMiB@ MiB and the spool at least @leastSpoolMiB@ MiB. Free some space, $otherwise"
  [ "$size" -le @spoolMiB@ ] || size=@spoolMiB@
fi

if [ "$connect" = yes ]; then
  # Check azcmagent's output: its exit code is 0 even if the server is disconnected.
  if azcmagent show | grep -iE '^Agent Status *: *Connected' > /dev/null; then
    echo "The server is already connected to Azure Arc."
  else
    azcmagent connect --subscription-id @subscriptionId@ --tenant-id @tenantId@ \
      --resource-group @resourceGroupName@ --location @location@ --cloud @cloud@ \
      --tags "ArcSQLServerExtensionDeployment=Disabled" "$@"
  fi
fi

changed=no
# write FILE MODE: writes standard input to the file, with the spool's folder in place of __SPOOL__, and sets the file's mode.
# If the file already has this content, leaves the file as it is; otherwise, sets `changed` to yes.
write() {
  local new
  new=$(mktemp "$1.XXXXXX")
  # Replace __SPOOL__ only after `spool=` and `spoolDirectory=`, because a path in a filter rule may contain this text, too.
  sed "s#\(^spool=\|spoolDirectory=\"\)__SPOOL__#\1$spool#" > "$new"
  chmod "$2" "$new"
  if cmp -s "$new" "$1"; then rm "$new"; else mv "$new" "$1"; changed=yes; fi
}
mkdir -p "$spool" /etc/systemd/system/rsyslog.service.d
if [ "$size" -gt 0 ]; then
  fallocate -l "${size}MiB" "$image.new" || { rm -f "$image.new"; refuse "$size MiB could not be reserved for the spool in ${image%/*}: see above"; }
  # Few inodes suffice for a few large files. mkfs initializes all tables now. By default, ext4 would zero some of them
  # later, and the loop device would release the zeroed blocks.
  mkfs.ext4 -q -F -m 0 -i 1048576 -E nodiscard,lazy_itable_init=0,lazy_journal_init=0 "$image.new"
  # Allocate all blocks once more, because mkfs has released some.
  fallocate -l "${size}MiB" "$image.new"
  mv "$image.new" "$image"
  changed=yes
fi
[ -e "$sysctl_before" ] || sysctl net.ipv4.tcp_rmem net.ipv4.tcp_wmem > "$sysctl_before" || rm -f "$sysctl_before"
[ -e "$port_file" ] || { printf %s @defaultPort@ > "$port_file"; changed=yes; }
@writeFiles@
# The file qumulo-pending stays until rsyslogd has loaded the new configuration. If this run is interrupted before that, the
# next run finds the file and completes the work.
pending=$configuration/qumulo-pending
[ "$changed" = no ] || : > "$pending"
if [ -e "$pending" ]; then
  systemctl daemon-reload
  systemctl enable qumulo-spool.service
  # An earlier version of this script used the parent folder as the spool.
  [ -z "$(find "${spool%/*}" -maxdepth 1 -name 'qumulo.*')" ] || systemctl stop rsyslog
  systemctl restart qumulo-spool.service
  find "${spool%/*}" -maxdepth 1 -name 'qumulo.*' -exec mv -t "$spool" {} +
  /usr/local/sbin/qumulo-spool-check start
fi
rsyslogd -N1 -f "$main" || refuse "rsyslog rejects the configuration: see above. It is tested with rsyslogd 8.@oldestRsyslog@ to 8.@newestRsyslog@. To filter JSON on RHEL, install the package rsyslog-mmjsonparse. To undo everything: bash $0 --uninstall"
changed=no
# The allow-list must be active before rsyslogd listens.
if [ "$allow_list" = no ] && [ -e "$allow_rules" ]; then
  remove_allow_list
  systemctl daemon-reload
  changed=yes
elif [ "$allow_list" = yes ] || [ -e "$allow_rules" ]; then
@writeAllowList@
  nft --check --file "$allow_rules" || refuse "nft rejects $allow_rules: see above"
  nft list table inet qumulo_allow > /dev/null 2>&1 || changed=yes
  if [ "$changed" = yes ]; then
    systemctl daemon-reload
    systemctl enable qumulo-allow-list.service
    # A reload replaces the rules atomically.
    systemctl reload-or-restart qumulo-allow-list.service
  fi
fi
if [ -e "$pending" ]; then
  sysctl -q -p /etc/sysctl.d/90-qumulo-audit.conf || echo "The socket buffers keep their previous sizes."
  systemctl enable --now qumulo-agent-port.path
  systemctl enable qumulo-agent-port.service
  systemctl enable rsyslog qumulo-spool-watch.service
  systemctl restart rsyslog qumulo-spool-watch.service
  rm "$pending"
  echo "rsyslog receives Qumulo's events on port $port and spools in $spool."
elif [ "$changed" = no ]; then
  echo "Nothing had to be changed."
fi
[ "$version" -le @newestRsyslog@ ] || echo "rsyslogd 8.$version is newer than the newest tested one, 8.@newestRsyslog@. From 8.2608 on, a new spool has another format: do not go back to an older rsyslog before all events are delivered."
command -v nft > /dev/null || echo "Without nft, a restart of rsyslog can lose events in transit, and one sender can use all sessions: install the package nftables."
# The script only prints firewall commands, because the firewall belongs to the server's owner.
openings=()
everyone=
if command -v firewall-cmd > /dev/null && firewall-cmd --quiet --state; then
  if firewall-cmd --quiet --query-port="$port/tcp"; then
    everyone="firewalld lets everyone in"
  else
    for range in "${nodes[@]}"; do
      rule="rule family=\"ipv4\" source address=\"$range\" port port=\"$port\" protocol=\"tcp\" accept"
      firewall-cmd --quiet --query-rich-rule="$rule" || openings+=("firewall-cmd --permanent --add-rich-rule='$rule'")
    done
    [ "${#openings[@]}" -eq 0 ] || openings+=("firewall-cmd --reload")
  fi
elif command -v ufw > /dev/null && rules=$(ufw status) && grep '^Status: active' <<< "$rules" > /dev/null; then
  rules=$(grep -E "^$port/tcp " <<< "$rules" || true)
  if grep -E 'ALLOW +(IN +)?Anywhere' <<< "$rules" > /dev/null; then
    everyone="ufw lets everyone in"
  else
    for range in "${nodes[@]}"; do
      grep -E "ALLOW +(IN +)?${range%/32}( |$)" <<< "$rules" > /dev/null || openings+=("ufw allow proto tcp from $range to any port $port")
    done
  fi
elif command -v nft > /dev/null && rules=$(nft list ruleset | sed '/^table inet qumulo_/,/^}/d' | sed -n '/hook input/,/}/p') && grep -E 'policy drop|drop$|reject' <<< "$rules" > /dev/null; then
  echo "nftables already has rules for incoming traffic: make sure that they let only the clusters' nodes reach port $port."
else
  everyone="no firewall is active"
fi
if [ "${#openings[@]}" -gt 0 ]; then
  echo "The firewall of this server blocks the clusters. Let them in:"
  printf '  %s\n' "${openings[@]}"
fi
if [ -e "$allow_rules" ]; then
  echo "The allow-list lets only these addresses reach port $port: ${nodes[*]:-none}."
elif [ -n "$everyone" ]; then
  echo "Port $port is open to everyone who reaches this server: $everyone. To let only the clusters' nodes in:"
  echo "  sudo bash $0 --no-connect --allow-list"
fi
if [ "$connect" = yes ]; then
  echo "Add the server to the stack, then run pulumi up (each further server gets the next number):"
  # The id is quoted, because a resource group's name may contain parentheses.
  echo "  pulumi config set --path 'arc.servers[@nextServer@].id' '$(azcmagent show | sed -n 's/^Resource Id *: *//p')'"
fi
