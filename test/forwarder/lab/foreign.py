"""Sends a flood of foreign lines: half have another app-name, half have a host that belongs to no cluster.

foreign.py HOST PORT SOURCE COUNT
"""
import socket, sys

host, port, source, count = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
session = socket.create_connection((host, port), source_address=(source, 0))
BODY = '10.0.0.1,"u",smb2,fs_write_data,ok,x,"/projects/' + "x" * 120 + '",""'
lines = "".join(f"<14>1 2026-11-23T08:15:30Z {sender} - - - {BODY}\n" for sender in ("nas-1 cron", "other-1 qumulo")).encode()
for _ in range(count // 2):
    session.sendall(lines)
session.shutdown(socket.SHUT_WR)
session.recv(1)
