"""Reading order: a page's lines, column after column where it is set in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.lines import Line, Segment

_GUTTER = 10.0
_STEP = 3.0
_LEAST_LINES, _LEAST_WORDS = 5, 3
_FULL = 0.72
_MIDDLE = (0.2, 0.8)
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that follow one another, and the edges between which they are set."""

    lines: tuple[Line, ...]
    left: float
    right: float


def flows(lines: Sequence[Line], depth: int = 0) -> list[Flow]:
    """The flows of a page in reading order."""
    if not lines:
        return []
    left = min(line[0].x0 for line in lines)
    right = max(segment.x1 for line in lines for segment in line)
    gutter = _gutter(lines, left, right) if depth < _DEEPEST else None
    if gutter is None:
        return [Flow(tuple(lines), left, right)]
    found: list[Flow] = []
    band: list[Line] = []
    whole: list[Line] = []
    for line in lines:
        if _crosses(line, gutter):
            found += _split(band, gutter, depth)
            band = []
            whole.append(line)
        else:
            if whole:
                found.append(Flow(tuple(whole), left, right))
            whole = []
            band.append(line)
    found += _split(band, gutter, depth)
    return [*found, Flow(tuple(whole), left, right)] if whole else found


def _split(band: Sequence[Line], gutter: float, depth: int) -> list[Flow]:
    sides = [
        [line for line in (tuple(s for s in line if (s.x0 < gutter) is first) for line in band) if line]
        for first in (True, False)
    ]
    return [flow for side in sides for flow in flows(side, depth + 1)]


def _crosses(line: Line, gutter: float) -> bool:
    return any(segment.x0 < gutter - 1 and segment.x1 > gutter + 1 for segment in line)


def _gutter(lines: Sequence[Line], left: float, right: float) -> float | None:
    """The middle of the gap between two columns of running text, None where there is none."""
    width = right - left
    best: tuple[int, float] | None = None
    place = left + _MIDDLE[0] * width
    while place < left + _MIDDLE[1] * width:
        beside = [line for line in lines if not _near(line, place)]
        first = [s for line in beside for s in line if s.x1 <= place]
        second = [s for line in beside for s in line if s.x0 >= place]
        if _is_running(first) and _is_running(second) and _beside(first, second):
            score = len(first) + len(second)
            if best is None or score > best[0]:
                best = score, place
        place += _STEP
    return best[1] if best else None


def _near(line: Line, place: float) -> bool:
    return any(segment.x0 < place + _GUTTER / 2 and segment.x1 > place - _GUTTER / 2 for segment in line)


def _is_running(segments: Sequence[Segment]) -> bool:
    """Whether segments are lines of running text: several, most of them as long as their column is wide."""
    if len(segments) < _LEAST_LINES or median(len(segment.words) for segment in segments) < _LEAST_WORDS:
        return False
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    return median((s.x1 - s.x0) / max(right - left, 1) for s in segments) >= _FULL


def _beside(first: Sequence[Segment], second: Sequence[Segment]) -> bool:
    """Whether two columns stand side by side, not one below the other."""
    top, foot = max(first[0].y, second[0].y), min(first[-1].y, second[-1].y)
    tall = min(first[-1].y - first[0].y, second[-1].y - second[0].y)
    return foot - top >= tall / 2 > 0
