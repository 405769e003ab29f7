"""Sends numbered events at the given rate, as one cluster node, and prints which of them TCP acknowledged.

load.py HOST PORT SOURCE FIRST COUNT RATE NODE [json]  ->  one line of JSON on standard output

Plain syslog has no acknowledgements of its own, only those of TCP: an event counts as acknowledged once the socket's output
queue (SIOCOUTQ) no longer contains it. Events in transit when a session breaks are not sent again.
"""
import fcntl, json, select, socket, struct, sys, termios, time

host, port, source, first, count, rate, node = sys.argv[1], int(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:7]), sys.argv[7]
as_json = sys.argv[8:] == ["json"]
PATH = "/projects/" + "x" * 120


def line(number):
    if as_json:
        body = {"user_id": {"sid": "S-1-5-21-1-2-3-1001", "auth_id": "1001", "name": "AD\\alice"}, "user_ip": "10.0.0.1", "protocol": "smb2", "operation": "fs_write_data", "status": "ok", "details": {"path": PATH, "file_id": str(number), "offset": 0, "file_size": 4096}}
        return f"<14>1 2026-11-23T08:15:30.123456Z {node} qumulo - - - {json.dumps(body)}\n".encode()
    return (
        f'<14>1 2026-11-23T08:15:30.123456Z {node} qumulo - - - 10.0.0.1,"AD\\alice",smb2,fs_write_data,ok,{number},"{PATH}",""\n'
    ).encode()


def connect():
    """Opens a session, with retries. Returns the session and the seconds until it was accepted."""
    begin = time.monotonic()
    while True:
        try:
            session = socket.create_connection((host, port), timeout=5, source_address=(source, 0))
            session.setblocking(False)
            return session, time.monotonic() - begin
        except OSError:
            if time.monotonic() - begin > 60:
                raise
            time.sleep(0.01)


def unacknowledged(session):
    return struct.unpack("i", fcntl.ioctl(session, termios.TIOCOUTQ, b"\0" * 4))[0]


acknowledged = []  # the first and the last acknowledged event of each session
session, _ = connect()
begun, stall, stall_end, refused = time.monotonic(), 0.0, 0.0, 0.0
written, ends, base, safe = 0, [], first, 0
number, pending, last_progress = first, b"", time.monotonic()


def settle():
    """Appends the current session's acknowledged events to `acknowledged`."""
    done = 0
    while done < len(ends) and ends[done] <= safe:
        done += 1
    if done:
        acknowledged.append([base, base + done - 1])


while number < first + count or pending:
    due = min(first + count, first + int((time.monotonic() - begun) * rate) + 1) if rate else first + count
    while number < due and len(pending) < 65536:
        piece = line(number)
        pending += piece
        ends.append(written + len(pending))
        number += 1
    if not pending:
        time.sleep(0.001)
        continue
    readable, writable, _ = select.select([session], [session], [], 0.05)
    now = time.monotonic()
    try:
        if readable and not session.recv(65536):
            raise ConnectionResetError
        if writable:
            sent = session.send(pending)
            written += sent
            pending = pending[sent:]
            if now - last_progress > stall:
                stall, stall_end = now - last_progress, now - begun
            last_progress = now
        safe = max(safe, written - unacknowledged(session))
    except OSError:
        settle()
        session.close()
        session, gap = connect()
        refused = max(refused, gap)
        if time.monotonic() - last_progress > stall:
            stall, stall_end = time.monotonic() - last_progress, time.monotonic() - begun
        # Events in transit are lost: the next session does not repeat them, but continues with the next event.
        written, ends, base, safe, pending = 0, [], number, 0, b""
        last_progress = time.monotonic()

limit = time.monotonic() + 60
while time.monotonic() < limit:
    try:
        safe = max(safe, written - unacknowledged(session))
    except OSError:
        break
    if safe >= written:
        break
    time.sleep(0.005)
settle()
session.close()
json.dump({"acknowledged": acknowledged, "stall": round(stall, 3), "stallEnd": round(stall_end, 3), "refused": round(refused, 3), "seconds": round(time.monotonic() - begun, 3)}, sys.stdout)
