"""Requests as Slack signs them: events, commands, presses, windows sent off."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from bot.slack import verifying

SECRET = "local-signing-secret"


def signature(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack signs a body now."""
    now = int(time.time())
    return {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": verifying.sign(body, now, secret)}


@dataclass
class Requests:
    """What Slack sends to the app at `events`. `ids` are those of the team and its people, by name."""

    events: str
    ids: dict[str, str] = field(default_factory=dict, kw_only=True)
    took: list[float] = field(default_factory=list, kw_only=True)
    """Seconds that each has taken."""

    def send(self, body: bytes, kind: str = "application/json", secret: str = SECRET) -> tuple[int, bytes]:
        """A request as Slack signs it."""
        headers = {"Content-Type": kind, **signature(body, secret)}
        began = time.monotonic()
        try:
            with urllib.request.urlopen(urllib.request.Request(self.events, body, headers), timeout=30) as found:
                return found.status, found.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        finally:
            self.took.append(time.monotonic() - began)

    def event(self, event: dict[str, Any], event_id: str = "Ev1") -> int:
        body = {"type": "event_callback", "team_id": self.ids["team"], "event_id": event_id, "event": event}
        return self.send(json.dumps(body).encode())[0]

    def command(self, text: str, who: str = "asha", **told: str) -> dict[str, Any]:
        fields = {"command": "/policy", "text": text, "user_id": self.ids[who], "team_id": self.ids["team"]}
        form = urllib.parse.urlencode({**fields, "channel_id": "C1", "trigger_id": "1.1", **told}).encode()
        status, answer = self.send(form, "application/x-www-form-urlencoded")
        assert status == 200
        return dict(json.loads(answer)) if answer else {}

    def interact(self, payload: dict[str, Any], who: str = "asha") -> dict[str, Any]:
        """A press, a shortcut, or a window sent off."""
        whole = {"user": {"id": self.ids[who]}, "team": {"id": self.ids["team"]}, "trigger_id": "1.1", **payload}
        form = urllib.parse.urlencode({"payload": json.dumps(whole)}).encode()
        status, answer = self.send(form, "application/x-www-form-urlencoded")
        assert status == 200, answer
        return dict(json.loads(answer)) if answer else {}
