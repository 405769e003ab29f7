"""Many sessions at once: some silent, some that send numbered events.

crowd.py HOST PORT SOURCE IDLE BUSY FIRST EACH  ->  a line of JSON once every busy session has had all acknowledged
The silent sessions stay until the end of standard input.
"""
import fcntl, json, socket, struct, sys, termios, time

host, port, source = sys.argv[1], int(sys.argv[2]), sys.argv[3]
idle, busy, first, each = map(int, sys.argv[4:8])


def connect():
    return socket.create_connection((host, port), timeout=10, source_address=(source, 0))


silent = [connect() for _ in range(idle)]
loud = [connect() for _ in range(busy)]
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
