"""Microsoft Graph and Slack as far as reading people goes, on a local port, with the faults that real ones have."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.peer_server import listening

Row = dict[str, Any]
Answer = tuple[int, dict[str, str], Any]
"""A status, headers, and a body as bytes or as what JSON can hold."""
TOKEN = "graph-token"
RESET = "reset"


@dataclass
class Peer:
    """`rows` are people as the service writes them. `faults` come first, by path, each once: an answer or `RESET`."""

    rows: list[Row] = field(default_factory=list)
    page: int = 2
    next_link: Callable[[str], Any] = lambda link: link
    managers: dict[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ("Title", "Manager")
    faults: dict[str, list[Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    url: str = ""

    @property
    def counts(self) -> Counter[str]:
        return Counter(urlsplit(path).path for path in self.asked)

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        match path.removeprefix("/v1.0/").removeprefix("/api/"):
            case "users":
                return self._graph(query)
            case "users.list":
                return 200, {}, self._members(int(query.get("cursor") or 0))
            case "auth.test":
                return 200, {}, {"ok": True, "team_id": "T1"}
            case "team.profile.get":
                fields = [{"id": f"Xf{n}", "label": label, "type": "user"} for n, label in enumerate(self.labels)]
                return 200, {}, {"ok": True, "profile": {"fields": fields}}
            case "users.profile.get":
                return 200, {}, self._profile(query["user"])
        if path.endswith("/oauth2/v2.0/token"):
            return 200, {}, {"access_token": TOKEN, "expires_in": 3599}
        return 404, {}, {"error": {"code": "ResourceNotFound"}}

    def _graph(self, query: dict[str, str]) -> Answer:
        start = int(query.get("$skiptoken") or 0)
        assert start or query["$expand"] == "manager($select=id)"
        answer: Row = {"value": self.rows[start : start + self.page]}
        if start + self.page < len(self.rows):
            answer["@odata.nextLink"] = self.next_link(f"{self.url}/v1.0/users?$skiptoken={start + self.page}")
        return 200, {}, answer

    def _members(self, start: int) -> Row:
        following = str(start + self.page) if start + self.page < len(self.rows) else ""
        rows = self.rows[start : start + self.page]
        return {"ok": True, "members": rows, "response_metadata": {"next_cursor": self.next_link(following)}}

    def _profile(self, user: str) -> Row:
        manager = self.managers.get(user)
        fields = {f"Xf{self.labels.index('Manager')}": {"value": manager, "alt": ""}} if manager else []
        return {"ok": True, "profile": {"fields": fields}}


@contextmanager
def serving(peer: Peer) -> Iterator[Peer]:
    """The peer on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, form: str = "") -> None:
            parts = urlsplit(self.path)
            peer.asked.append(self.path)
            peer.tokens.add(self.headers.get("Authorization", ""))
            fault = peer.faults.get(parts.path, [])[:1]
            if fault:
                peer.faults[parts.path].pop(0)
            if fault == [RESET]:
                self.connection.close()
                return
            query = {name: values[0] for name, values in parse_qs(parts.query or form).items()}
            status, headers, body = fault[0] if fault else peer.answer(parts.path, query)
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):  # the other side has had enough, or we reset it
                return

    with listening(Handler) as peer.url:
        yield peer


def graph_row(name: str, manager: str = "", **told: Any) -> Row:
    row = {
        "id": f"g-{name}", "displayName": name.title(), "mail": f"{name}@example.org", "department": "Stores",
        "accountEnabled": True, "userType": "Member", **told,
    }  # fmt: skip
    return row | ({"manager": {"id": f"g-{manager}"}} if manager else {})


def slack_row(name: str, **told: Any) -> Row:
    profile = {"real_name": name.title(), "email": f"{name}@example.org", "fields": None}
    return {"id": f"U{name.upper()}", "team_id": "T1", "name": name, "tz": "Europe/London", "profile": profile, **told}
