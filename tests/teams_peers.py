"""Microsoft as far as a test needs it: a server of signing keys, and a Bot Connector that can fail, over real HTTP."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.teams.pace import LIMITS
from tests.peer_server import listening

APP_ID, TENANT, ISSUER = "11111111-aaaa-4bbb-8ccc-222222222222", "tenant-1", "https://api.botframework.com"
CHANNEL = "msteams"


def new_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def jwk(key: rsa.RSAPrivateKey, kid: str, endorsements: list[str] | None = None) -> dict[str, Any]:
    made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**made, "kid": kid, "use": "sig", "endorsements": [CHANNEL] if endorsements is None else endorsements}


@dataclass
class KeyServer:
    """Announces keys as Microsoft does. `down` makes it fail, `slow_s` makes it slow; `asked` counts."""

    url: str = ""
    keys: list[dict[str, Any]] = field(default_factory=list)
    down: bool = False
    garbage: bytes | None = None
    slow_s: float = 0.0
    asked: int = 0

    def handle(self, method: str, path: str, body: Any) -> tuple[int, Any, dict[str, str]]:
        self.asked += path == "/metadata" and not self.down
        time.sleep(self.slow_s)
        if self.down:
            return 503, {}, {}
        if path == "/metadata":
            return 200, {"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"}, {}
        return 200, self.garbage if self.garbage is not None else {"keys": self.keys}, {}


@dataclass
class ConnectorPeer:
    """A Bot Connector: what it took, in order; what it refuses; and the limits of Teams, which it watches."""

    url: str = ""
    fails: float = 0.0
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    not_installed: set[str] = field(default_factory=set)
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    over_the_limit: int = 0
    streams: dict[str, bool] = field(default_factory=dict)
    streaming: bool = True
    tokens: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _times: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=LIMITS[-1][0])))

    def said(self, conversation: str | None = None) -> list[dict[str, Any]]:
        """Messages alone, in one conversation or all."""
        return [a for c, a in self.taken if a["type"] == "message" and conversation in (None, c)]

    def handle(self, method: str, path: str, body: Any) -> tuple[int, Any, dict[str, str]]:
        with self._turn:
            parts = [unquote(part) for part in path.strip("/").split("/")]
            if "token" in parts:
                self.tokens += 1
                return 200, {"access_token": f"t{self.tokens}", "expires_in": 3600}, {}
            if "members" in parts:
                found = self.members.get(parts[-1])
                return (200, found, {}) if found else (404, {"error": {"code": "MemberNotFound"}}, {})
            if method == "POST" and parts[-1] == "conversations":
                account = body["members"][0]["id"]
                if account in self.not_installed:
                    return 403, {"error": {"code": "Forbidden", "message": "Bot is not installed"}}, {}
                return 201, {"id": f"one-to-one-{account}"}, {}
            return self._activity(parts[parts.index("conversations") + 1], body)

    def _activity(self, conversation: str, body: dict[str, Any]) -> tuple[int, Any, dict[str, str]]:
        self._watch(conversation)
        failing = self.chance.random() < self.fails
        kind = self.chance.choice(["429", "412", "502", "504", "500", "cut"]) if failing else ""
        if kind in ("429", "412"):
            return int(kind), {}, {"Retry-After": "0"}
        stream = next((e for e in body.get("entities") or () if e.get("type") == "streaminfo"), None)
        refused = self._streamed(stream) if stream else None
        if refused:
            return refused
        taken_all_the_same = self.chance.random() < 0.5
        if not kind or taken_all_the_same:
            self.taken.append((conversation, body))
            if stream and stream["streamType"] == "final":
                self.streams[stream["streamId"]] = True
        if kind:
            return (int(kind) if kind.isdecimal() else 0), {}, {}
        reference = f"activity-{len(self.taken)}"
        if stream and stream["streamType"] != "final":
            self.streams[reference] = False
        return 201, {"id": reference}, {}

    def _streamed(self, stream: dict[str, Any]) -> tuple[int, Any, dict[str, str]] | None:
        told = ""
        if not self.streaming:
            told = "Content stream is not allowed"
        elif stream["streamType"] == "final" and self.streams.get(stream["streamId"], True):
            told = "Content stream is not allowed on an already completed streamed message"
        return (403, {"error": {"code": "ContentStreamNotAllowed", "message": told}}, {}) if told else None

    def _watch(self, conversation: str) -> None:
        times, now = self._times[conversation], time.monotonic()
        # a little narrower than ours, since two clocks and a network lie between
        if any(len(times) >= most and now - times[-most] < span - 0.25 for most, span in LIMITS):
            self.over_the_limit += 1
        times.append(now)


@contextmanager
def served(peer: KeyServer | ConnectorPeer) -> Iterator[str]:
    """The peer over HTTP, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._handled("GET")

        def do_POST(self) -> None:
            self._handled("POST")

        def _handled(self, method: str) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_json = "json" in (self.headers.get("Content-Type") or "")
            status, answer, headers = peer.handle(method, self.path, json.loads(raw) if raw and is_json else None)
            if not status:  # hang up, with nobody knowing what came of it
                self.close_connection = True
                return
            sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {
                **headers,
                "Content-Type": "application/json",
                "Content-Length": str(len(sent)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with listening(Handler) as peer.url:
        yield peer.url
