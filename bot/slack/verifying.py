"""Is a request really from Slack? Decided on the raw bytes, before anything reads them."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

VERSION = "v0"
WINDOW_S = 300
"""Seconds by which a request's time may differ from ours: an older one could be somebody else's, sent again."""
LARGEST = 1_000_000
"""Bytes of a body that is looked at."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def genuine(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """Whether the signature, the time and the size are right. `headers` have lower-case names; `now` in seconds.

    Never raises: whatever is odd about a request, it is not genuine. Source: Slack's "Verifying requests", version v0.
    """
    timestamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not secret or len(body) > LARGEST:
        return False
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    if abs(now - int(timestamp)) > WINDOW_S:
        return False
    return hmac.compare_digest(sign(body, int(timestamp), secret), signature)


def sign(body: bytes, timestamp: int, secret: str) -> str:
    """The signature that Slack puts on a body."""
    signed = b":".join([VERSION.encode(), str(timestamp).encode(), body])
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
