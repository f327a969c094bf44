"""Runs in a network namespace of its own: brings up the loopback, uses the page, and counts what wanted to leave."""

from __future__ import annotations

import fcntl
import socket
import struct
import sys
from pathlib import Path

from tests.surfaces.web_server import ASHA, served

SIOCSIFFLAGS, UP = 0x8914, 1


def loopback_up() -> None:
    with socket.socket() as asking:
        fcntl.ioctl(asking, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", UP))


def wanted_to_leave() -> int:
    """Packets and connections for which there was no way out."""
    names, values = (line.split() for line in Path("/proc/net/snmp").read_text().splitlines()[:2])
    six = [line.split() for line in Path("/proc/net/snmp6").read_text().splitlines()]
    return int(values[names.index("OutNoRoutes")]) + sum(int(n) for name, n in six if name == "Ip6OutNoRoutes")


def main(home: Path) -> None:
    loopback_up()
    with socket.socket() as stranger:
        before = wanted_to_leave()
        stranger.connect_ex(("192.0.2.1", 443))
        noticed = wanted_to_leave() - before
    with served(home) as page:
        asha = page.client(ASHA)
        asked = asha.post("/ask", data={"question": "can I post our sales figures?"})
        checked = asha.post("/share", data={"draft": "See https://example.org, call 07700 900123"})
        begun = asha.get("/sign")
        told = [answer.status_code for answer in (asked, checked, begun)]
        page.stop()
    print(noticed, wanted_to_leave() - before - noticed, *told)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
