"""The app's two pictures, drawn: a speech bubble with a line in it that stands out, as the clause does in an answer."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

COLOUR, OUTLINE = 192, 32
"""Pixels a side, as Teams asks for them."""
NAVY, WHITE, GOLD, CLEAR = (31, 58, 95, 255), (255, 255, 255, 255), (242, 183, 5, 255), (0, 0, 0, 0)
_FINER = 8
"""Drawn so much larger and made smaller, so that edges are smooth."""
_LINES = ((0.40, 0.70), (0.52, 0.62))
_CLAUSE = (0.28, 0.56)


def colour() -> bytes:
    """The large one, as a PNG."""
    return _drawn(COLOUR, NAVY, WHITE, NAVY, GOLD)


def outline() -> bytes:
    """The small one: white on nothing, as a PNG."""
    return _drawn(OUTLINE, CLEAR, WHITE, CLEAR, CLEAR)


def _drawn(
    side: int, ground: tuple[int, ...], bubble: tuple[int, ...], lines: tuple[int, ...], clause: tuple[int, ...]
) -> bytes:
    large = side * _FINER
    image = Image.new("RGBA", (large, large), ground)
    pen = ImageDraw.Draw(image)

    def at(*parts: float) -> tuple[float, ...]:
        return tuple(part * large for part in parts)

    pen.rounded_rectangle(at(0.16, 0.18, 0.84, 0.70), radius=0.10 * large, fill=bubble)
    pen.polygon(at(0.30, 0.68, 0.52, 0.68, 0.30, 0.86), fill=bubble)
    for height, right in _LINES:
        pen.rounded_rectangle(at(0.26, height, right, height + 0.06), radius=0.03 * large, fill=lines)
    top, right = _CLAUSE
    pen.rounded_rectangle(at(0.26, top, right, top + 0.06), radius=0.03 * large, fill=clause)
    held = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(held, "PNG")
    return held.getvalue()
