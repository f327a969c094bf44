"""Run as a program of its own: a PDF on standard input, its words and ruling lines as JSON on standard output.

PDFs come from anywhere and are parsed by a C++ library, so this runs in a process that is bounded in memory and time
and whose crash harms nothing. It imports nothing of ours, so that it starts quickly and may run isolated.

A page is {"width", "height", "words": [[text, x0, x1, baseline, size, flags], …], "rules": [[x0, y0, x1, y1], …],
"dots": the same} in points from the page's upper left corner. There may be {"error": "password", "damaged" or "pages"}
instead of pages.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MEMORY = 2_000_000_000
SECONDS = 60
MAX_PAGES = 1_500
MAX_CHARS = 6_000_000
MAX_OBJECTS = 20_000
BOLD, ARTIFACT, SYMBOL, LIGHT, INVISIBLE = 1, 2, 4, 8, 16

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_SYMBOL = re.compile(r"symbol|dingbat|wingding|webding", re.IGNORECASE)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS = (0x02, 0xAD)
_PASSWORD = 4
_PATH, _FORM = 2, 5
_MOVE_TO = 2
_DEEPEST = 5
_MAX_SEGMENTS = 2_000
_SLANT = 0.02
_FORCE_BOLD = 1 << 18
_THIN, _LONG = 2.6, 9.0
_DOT, _ROUND = (1.5, 8.0), 1.3
_BOLD_WEIGHT = 600
_FAINT = 150
"""Grey from which on text is too light to be meant for reading, of 255."""
_WORD_GAP = 0.22
"""Of the size: a wider gap parts words."""
_RENDER_INVISIBLE = 3


def main() -> None:
    """Read, within the bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


def _read(raw: bytes) -> dict[str, object]:
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        return {"error": "password" if pdfium.FPDF_GetLastError() == _PASSWORD else "damaged"}
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        return {"error": "pages"}
    pages: list[dict[str, object]] = []
    seen = unread = 0
    for index in range(count):
        page = _Page(pdfium, document, index)
        if not page.handle:
            continue
        pages.append(page.content())
        seen, unread = seen + page.seen, unread + page.unread
        if seen > MAX_CHARS:
            return {"error": "pages"}
    if not pages:
        return {"error": "damaged"}
    return {"title": _title(pdfium, document), "pages": pages, "seen": seen, "unread": unread}


def _title(pdfium: Any, document: Any) -> str:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    buffer = ctypes.create_string_buffer(min(size, 4_000))
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, len(buffer))
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0").strip()


@dataclass(slots=True)
class _Setting:
    """How the letters of one text object are set; `angle` in quarter turns against the clock, None if slanted."""

    size: float
    angle: int | None
    flags: int


@dataclass(slots=True)
class _Word:
    """`x0`, `x1` along the line, `y` up from it, in the frame of the word's own direction."""

    text: str
    x0: float
    x1: float
    y: float
    setting: _Setting


Box = tuple[float, float, float, float]


def _turned(box: Box, angle: int) -> Box:
    """A box (left, bottom, right, top) in the frame of text that runs at an angle."""
    left, bottom, right, top = box
    return (
        (left, bottom, right, top),
        (bottom, -right, top, -left),
        (-right, -top, -left, -bottom),
        (-top, left, -bottom, right),
    )[angle]


class _Page:
    """One page of a document."""

    def __init__(self, pdfium: Any, document: Any, index: int) -> None:
        self._pdfium = pdfium
        self.handle = pdfium.FPDF_LoadPage(document, index)
        self.seen = self.unread = 0
        self._settings: dict[int, _Setting] = {}

    def content(self) -> dict[str, object]:
        box = self._box()
        words, drawn = list(self._words(box)), list(self._drawn())
        self._pdfium.FPDF_ClosePage(self.handle)
        lengths: Counter[int] = Counter()
        for word in words:
            if word.setting.angle is not None:
                lengths[word.setting.angle] += len(word.text)
        angle = max(lengths, key=lambda turn: lengths[turn], default=0)
        left, bottom, right, top = _turned(box, angle)
        return {
            "width": round(right - left, 1),
            "height": round(top - bottom, 1),
            "words": [
                [
                    word.text,
                    round(word.x0 - left, 2),
                    round(word.x1 - left, 2),
                    round(top - word.y, 2),
                    round(word.setting.size, 1),
                    word.setting.flags,
                ]
                for word in words
                if word.setting.angle == angle
            ],
            "rules": [_from_top(_turned(rule, angle), left, top) for rule in drawn if _is_rule(rule)],
            "dots": [_from_top(_turned(dot, angle), left, top) for dot in drawn if _is_dot(dot)],
        }

    def _box(self) -> Box:
        rect = self._pdfium.FS_RECTF()
        if self._pdfium.FPDF_GetPageBoundingBox(self.handle, rect):
            return rect.left, rect.bottom, rect.right, rect.top
        return 0.0, 0.0, self._pdfium.FPDF_GetPageWidthF(self.handle), self._pdfium.FPDF_GetPageHeightF(self.handle)

    def _words(self, box: Box) -> Iterator[_Word]:
        """Letters close together on one baseline and set alike, as words; what lies off the page is left out."""
        pdfium, text = self._pdfium, self._pdfium.FPDFText_LoadPage(self.handle)
        x, y, loose = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        word: _Word | None = None
        count = max(pdfium.FPDFText_CountChars(text), 0)
        self.seen = count
        for index in range(count if count <= MAX_CHARS else 0):
            code = pdfium.FPDFText_GetUnicode(text, index)
            letter = _letter(code)
            self.unread += code in (0, 0xFFFD, 0xFFFE)
            placed = letter != " " and pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            inside = placed and box[0] - 1 <= x.value <= box[2] + 1 and box[1] - 1 <= y.value <= box[3] + 1
            if not inside:
                if word:
                    yield word
                word = None
                continue
            pdfium.FPDFText_GetLooseCharBox(text, index, loose)
            setting = self._setting(text, index)
            angle = setting.angle or 0
            x0, _, x1, _ = _turned((loose.left, loose.bottom, loose.right, loose.top), angle)
            baseline = _turned((x.value, y.value, x.value, y.value), angle)[1]
            if word and _joins(word, setting, x0, baseline):
                word.text, word.x1 = word.text + letter, max(word.x1, x1)
                continue
            if word:
                yield word
            word = _Word(letter, x0, x1, baseline, setting)
        if word:
            yield word
        pdfium.FPDFText_ClosePage(text)

    def _setting(self, text: Any, index: int) -> _Setting:
        """How a letter is set, looked up once for every text object."""
        handle = self._pdfium.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if address not in self._settings:
            self._settings[address] = self._look(text, index, handle)
        return self._settings[address]

    def _look(self, text: Any, index: int, handle: Any) -> _Setting:
        pdfium = self._pdfium
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        quarters = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
        upright = abs(quarters - round(quarters)) < _SLANT
        buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(text, index, buffer, len(buffer), flags)
        name = buffer.value.decode("utf-8", "ignore")
        heavy = _BOLD.search(name) or pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT
        found = BOLD if heavy or flags.value & _FORCE_BOLD else 0
        found |= SYMBOL if _SYMBOL.search(name) else 0
        found |= INVISIBLE if handle and pdfium.FPDFTextObj_GetTextRenderMode(handle) == _RENDER_INVISIBLE else 0
        found |= ARTIFACT if handle and self._is_artifact(handle) else 0
        found |= LIGHT if self._is_faint(text, index) else 0
        return _Setting(
            pdfium.FPDFText_GetFontSize(text, index) * scale, round(quarters) % 4 if upright else None, found
        )

    def _is_faint(self, text: Any, index: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not self._pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
            return False
        return min(red.value, green.value, blue.value) >= _FAINT or alpha.value < _FAINT

    def _is_artifact(self, handle: Any) -> bool:
        """Whether the file itself marks an object as no part of the text: running heads, page numbers, watermarks."""
        pdfium = self._pdfium
        buffer, size = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
        for index in range(max(pdfium.FPDFPageObj_CountMarks(handle), 0)):
            mark = pdfium.FPDFPageObj_GetMark(handle, index)
            if pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), size):
                name = bytes(buffer)[: max(size.value - 2, 0)].decode("utf-16-le", "ignore")
                if name == "Artifact":
                    return True
        return False

    def _drawn(self) -> Iterator[Box]:
        """Straight upright lines, drawn as strokes or as thin filled boxes, and dots that may be bullets."""
        pdfium = self._pdfium
        count = min(pdfium.FPDFPage_CountObjects(self.handle), MAX_OBJECTS)
        waiting = [(pdfium.FPDFPage_GetObject(self.handle, i), _SAME, 0) for i in range(count)]
        left = MAX_OBJECTS
        while waiting and left:
            left -= 1
            handle, matrix, depth = waiting.pop()
            kind = pdfium.FPDFPageObj_GetType(handle)
            own = pdfium.FS_MATRIX()
            if kind not in (_PATH, _FORM) or not pdfium.FPDFPageObj_GetMatrix(handle, own):
                continue
            within = _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            if kind == _PATH:
                yield from self._straight(handle, within)
            elif depth < _DEEPEST:
                parts = min(pdfium.FPDFFormObj_CountObjects(handle), left)
                waiting += [(pdfium.FPDFFormObj_GetObject(handle, i), within, depth + 1) for i in range(parts)]

    def _straight(self, handle: Any, matrix: Matrix) -> Iterator[Box]:
        pdfium = self._pdfium
        fill, stroke, x, y = ctypes.c_int(), ctypes.c_int(), ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
        outlines: list[list[tuple[float, float]]] = []
        for index in range(min(max(pdfium.FPDFPath_CountSegments(handle), 0), _MAX_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            point = _applied(matrix, x.value, y.value)
            if kind == _MOVE_TO or not outlines:
                outlines.append([])
            outlines[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                outlines[-1].append(outlines[-1][0])
        for outline in outlines:
            whole = _bounds(outline)
            boxes = [_bounds(pair) for pair in pairwise(outline)] if stroke.value and not _is_dot(whole) else [whole]
            yield from (box for box in boxes if _is_rule(box) or _is_dot(box))


Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_rule(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) <= _THIN and max(wide, high) >= _LONG


def _is_dot(box: Box) -> bool:
    """Whether a shape may be a bullet: small, as wide as high."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return _DOT[0] <= min(wide, high) <= max(wide, high) <= min(_DOT[1], _ROUND * min(wide, high))


def _from_top(box: Box, left: float, top: float) -> list[float]:
    x0, y0, x1, y1 = box
    return [round(x0 - left, 1), round(top - y1, 1), round(x1 - left, 1), round(top - y0, 1)]


def _letter(code: int) -> str:
    """What a reader sees for a letter: a space for white space and what can't be seen."""
    if code in _HYPHENS:
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code <= 0x20 or code in (0xA0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " "
    return chr(code)


def _joins(word: _Word, setting: _Setting, x0: float, baseline: float) -> bool:
    if setting is not word.setting and setting != word.setting:
        return False
    gap = x0 - word.x1
    return abs(baseline - word.y) < 1 and -setting.size < gap < _WORD_GAP * max(setting.size, 1)


if __name__ == "__main__":
    main()
