"""Somebody's OneDrive, as far as a bot is let in: an address that takes one file, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.peer_server import listening

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class OneDrive:
    """`files` by their address, `refused` with what they are refused with.

    `answers` are given once each before it does as it should; 0 hangs up afterwards.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)

    def place(self, name: str) -> dict[str, str]:
        """What Teams says of a place for a file."""
        told = {"name": f"{name}.pdf", "uniqueId": name, "fileType": "pdf"}
        return {**told, "uploadUrl": f"{self.url}/upload/{name}", "contentUrl": f"{self.url}/files/{name}.pdf"}

    def put(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.requests.append(headers)
        planned = self.answers.pop(0) if self.answers else None
        if planned:
            return planned
        if path in self.refused or path in self.whole:
            return self.refused.get(path, 404)  # as OneDrive has it: an upload that is complete is no more
        found = _RANGE.fullmatch(headers.get("Content-Range", ""))
        held = self.files.get(path, b"")
        if not found or int(found[1]) != len(held) or int(found[2]) + 1 - int(found[1]) != len(body):
            return 416
        self.files[path] = held + body
        if len(self.files[path]) == int(found[3]):
            self.whole.add(path)
        status = 201 if path in self.whole else 202
        return status if planned is None else 0


@contextmanager
def onedrive() -> Iterator[OneDrive]:
    """One that is served till the block ends."""
    peer = OneDrive()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = peer.put(self.path, dict(self.headers.items()), body)
            if not status:  # it has the file, and nobody hears of it
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if status in (301, 302, 307, 308):
                self.send_header("Location", f"{peer.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with listening(Handler) as peer.url:
        yield peer
