"""Simulates an agent: receives events and records their numbers.

sink.py PORT MODE [RATE]   MODE: take; slow (RATE events a second for 20 s); hang (accepts sessions and never reads)
Prints lines of JSON with the number of events received so far. When standard input ends, prints a last line with
the distinct event numbers as ranges, and with the number of duplicates, disordered events and sessions.
"""
import json, re, selectors, socket, sys, time

port, mode = int(sys.argv[1]), sys.argv[2]
rate = int(sys.argv[3]) if len(sys.argv) > 3 else 0
NUMBER = re.compile(rb",ok,(\d+),")
server = socket.create_server(("127.0.0.1", port), backlog=128)
selector = selectors.DefaultSelector()
selector.register(server, selectors.EVENT_READ)
selector.register(sys.stdin, selectors.EVENT_READ)
rests, seen, disorder, last = {}, [], 0, -1
stopped = False


print("listening", flush=True)
begun, taken, reported = time.monotonic(), 0, 0.0
while not stopped:
    if time.monotonic() - reported > 0.25:
        reported = time.monotonic()
        print(json.dumps({"taken": taken}), flush=True)
    for key, _ in selector.select(0.05):
        if key.fileobj is sys.stdin:
            if not sys.stdin.readline():
                stopped = True
            continue
        if key.fileobj is server:
            session, _ = server.accept()
            rests[session] = b""
            if mode != "hang":
                selector.register(session, selectors.EVENT_READ)
            continue
        session = key.fileobj
        if mode == "slow" and time.monotonic() - begun > 20:
            mode = "take"
        if mode == "slow" and taken > (time.monotonic() - begun) * rate:
            time.sleep(0.002)
            continue
        try:
            data = session.recv(65536 if mode != "slow" else 8192)
        except OSError:
            data = b""
        if not data:
            selector.unregister(session)
            session.close()
            continue
        lines, _, rests[session] = (rests[session] + data).rpartition(b"\n")
        for found in NUMBER.findall(lines):
            number = int(found)
            seen.append(number)
            if number < last:
                disorder += 1
            last = max(last, number)
            taken += 1

# Close the sockets before computing the result. Otherwise TCP would acknowledge further events, which the result would not
# contain.
for session in [server, *rests]:
    session.close()
distinct = sorted(set(seen))
ranges = []
for number in distinct:
    if ranges and ranges[-1][1] == number - 1:
        ranges[-1][1] = number
    else:
        ranges.append([number, number])
result = {"ranges": ranges, "taken": len(seen), "duplicates": len(seen) - len(distinct)}
json.dump({**result, "disorder": disorder, "sessions": len(rests)}, sys.stdout)
print(flush=True)
