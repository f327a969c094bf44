"""Reading what a platform posts: whole, and no more of it than a platform would send."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request


async def read(request: Request, most: int) -> bytes | None:
    """The body, None where it is larger than `most` bytes or breaks off."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
