"""Counts every packet that is sent on the loopback interface of a network namespace, where every address is local.

Prints "ready", then counts until its standard input ends, and prints what it saw as one line of JSON: the kernel's count of
packets that it had to drop before they were read, and for every flow its protocol, destination, port and number of packets.
"""
import json, select, socket, struct, sys

SOL_PACKET, PACKET_STATISTICS, OUTGOING = 263, 6, 4

tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
try:
    tap.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # SO_RCVBUFFORCE
except OSError:
    tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
tap.bind(("lo", 0))
tap.setblocking(False)
flows, others = {}, 0


def note(frame):
    """An Ethernet header, then IPv4 or IPv6. What is neither is counted apart."""
    global others
    kind = struct.unpack("!H", frame[12:14])[0]
    if kind == 0x0800:
        size, proto = (frame[14] & 15) * 4, frame[23]
        dst, rest = socket.inet_ntop(socket.AF_INET, frame[30:34]), frame[14 + size :]
    elif kind == 0x86DD:
        proto, dst, rest = frame[20], socket.inet_ntop(socket.AF_INET6, frame[38:54]), frame[54:]
    else:
        others += 1
        return
    port = struct.unpack("!H", rest[2:4])[0] if proto in (6, 17) and len(rest) >= 4 else 0
    flows[(proto, dst, port)] = flows.get((proto, dst, port), 0) + 1


def drain():
    while True:
        try:
            frame, address = tap.recvfrom(128)
        except BlockingIOError:
            return
        if address[2] == OUTGOING:
            note(frame)


print("ready", flush=True)
while True:
    readable, _, _ = select.select([tap, sys.stdin], [], [])
    if tap in readable:
        drain()
    if sys.stdin in readable and sys.stdin.read(1) == "":
        break
drain()
_, dropped = struct.unpack("II", tap.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
seen = [{"protocol": k[0], "to": k[1], "port": k[2], "packets": n} for k, n in flows.items()]
print(json.dumps({"dropped": dropped, "others": others, "flows": seen}), flush=True)
