"""Opens many sessions at the same time: silent ones, and ones that send numbered events.

crowd.py HOST PORT SOURCE IDLE BUSY FIRST EACH SPREAD  ->  a line of JSON once TCP has acknowledged all events
The silent sessions stay open until standard input ends.
"""
import fcntl, json, socket, struct, sys, termios, time

host, port, source = sys.argv[1], int(sys.argv[2]), sys.argv[3]
# SPREAD is the maximum number of sessions from one address.
idle, busy, first, each, spread = map(int, sys.argv[4:9])
network, _, own = source.rpartition(".")


def connect(index, patience=10):
    own_address = f"{network}.{int(own) + index // spread}"
    return socket.create_connection((host, port), timeout=patience, source_address=(own_address, 0))


silent = []
for index in range(idle):
    try:
        silent.append(connect(index, 5))
    except OSError:
        # The session was refused or timed out, so no more sessions are possible.
        break
loud = [connect(idle + index) for index in range(busy)]
for step in range(each):
    for index, session in enumerate(loud):
        number = first + index * each + step
        session.sendall(f'<14>1 2026-11-23T08:15:30.123456Z nas-{index + 2} qumulo - - - 10.0.0.1,"u",smb2,fs_open,ok,{number},"/x",""\n'.encode())
    time.sleep(0.02)
while any(struct.unpack("i", fcntl.ioctl(session, termios.TIOCOUTQ, b"\0" * 4))[0] for session in loud):
    time.sleep(0.01)
last = first + busy * each - 1
print(json.dumps({"acknowledged": [[first, last]] if busy else [], "stall": 0, "stallEnd": 0, "refused": 0, "seconds": 0}), flush=True)
sys.stdin.read()
