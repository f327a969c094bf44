"""Files put where somebody in Teams has allowed it: into their OneDrive, and nowhere that isn't Microsoft's.

The address comes out of an activity, so it is judged by the very reader that fetches it, gets none of our tokens, and
leads no further. Source: Microsoft Graph's "Upload large files with an upload session".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import httpx

from bot.ports import Later, Refused, Sent, Unclear

CHUNK = 10 * 320 * 1024
"""Bytes of one request; OneDrive takes multiples of 320 KiB."""
TIMEOUT_S = 10.0
WAIT_S, LONGEST_WAIT_S = 5.0, 600.0
ELSEWHERE, OVER = "elsewhere", "over"
"""Why nothing was put there: no place of Microsoft's, or an address that is used up."""
_HOST = re.compile(r"[a-z0-9.-]+")
_BUSY = frozenset({408, 425, 429, 503})


class Uploads:
    """Uploads to the origins `allowed`, in which `*.` stands for any name below."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = tuple(allowed)
        self._client = httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)

    def allows(self, url: str) -> bool:
        """Whether an address is one that files may go to."""
        try:
            parts = httpx.URL(url)
        except (httpx.InvalidURL, ValueError):
            return False
        if parts.userinfo or not _HOST.fullmatch(parts.host):
            return False
        port = f":{parts.port}" if parts.port else ""
        return any(_within(f"{parts.scheme}://{parts.host}{port}", one) for one in self._allowed)

    def put(self, url: str, content: bytes) -> Sent | Refused | Later:
        """Put a file there; raises `Unclear` where it may have got there."""
        if not self.allows(url):
            return Refused(ELSEWHERE)
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            came = self._put(url, piece, f"bytes {start}-{start + len(piece) - 1}/{len(content)}")
            if not isinstance(came, Sent):
                return came
        return Sent("")

    def _put(self, url: str, piece: bytes, place: str) -> Sent | Refused | Later:
        headers = {"Content-Range": place, "Content-Type": "application/octet-stream"}
        try:
            with self._client.stream("PUT", url, content=piece, headers=headers) as response:  # what it says isn't read
                status, asked = response.status_code, response.headers.get("Retry-After", "")
        except httpx.ConnectError:
            return Later(WAIT_S)
        except httpx.HTTPError as error:
            raise Unclear from error
        if status in _BUSY:
            return Later(min(float(asked), LONGEST_WAIT_S) if asked.isascii() and asked.isdecimal() else WAIT_S)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unclear
        return Sent("") if httpx.codes.is_success(status) else Refused(OVER)


def _within(origin: str, allowed: str) -> bool:
    scheme, starred, below = allowed.partition("://*.")
    if not starred:
        return origin == allowed
    return origin.startswith(f"{scheme}://") and origin.endswith(f".{below}")
