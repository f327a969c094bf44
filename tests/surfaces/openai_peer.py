"""A server that speaks the OpenAI chat API and plays models of every character. Standard library only."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Writes = Callable[[dict[str, Any]], list[dict[str, str]]]
"""From what a model is shown (question, plain, clauses; or draft, kinds) to what it writes: sentences, or doubts."""


class Peer:
    """What a test sets and sees: how the model behaves, and the requests that reached it."""

    def __init__(self) -> None:
        self.writes: Writes = lambda _: []
        self.field = "sentences"
        self.status = 200
        self.raw: bytes | None = None
        self.wait_s = 0.0
        self.cut = False
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.url = ""

    def reply(self, request: dict[str, Any]) -> bytes:
        if self.raw is not None:
            return self.raw
        shown = json.loads(request["messages"][-1]["content"])
        message = {"role": "assistant", "content": json.dumps({self.field: self.writes(shown)})}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return json.dumps(
            {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
        ).encode()


@contextmanager
def serving(peer: Peer) -> Iterator[Peer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            peer.requests.append(request)
            peer.keys.append(self.headers.get("Authorization", ""))
            time.sleep(peer.wait_s)
            body = peer.reply(request)
            self.send_response(peer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if peer.cut else body)
            if peer.cut:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    peer.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
