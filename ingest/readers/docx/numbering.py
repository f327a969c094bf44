"""Automatic numbering as Word prints it: counters, restarts and number formats of numbering.xml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml import etree

from ingest.readers import markers
from ingest.readers.docx.properties import Indent, number, value

_PLACEHOLDER = re.compile(r"%([1-9])")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()


def _repeated_letters(count: int) -> str:
    """Word counts z, aa, bb: the letter is repeated."""
    rounds, letter = divmod(max(count, 1) - 1, 26)
    return chr(ord("a") + letter) * (rounds + 1)


def _ordinal(count: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{count}{'th' if 10 < count % 100 < 14 else endings.get(count % 10, 'th')}"


def _in_words(count: int) -> str:
    return _UNITS[count].capitalize() if count < len(_UNITS) else str(count)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _repeated_letters,
    "upperLetter": lambda count: _repeated_letters(count).upper(),
    "lowerRoman": markers.roman,
    "upperRoman": lambda count: markers.roman(count).upper(),
    "ordinal": _ordinal,
    "cardinalText": _in_words,
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, its text ("%1.%2") and where its paragraphs stand."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    indent: Indent = field(default_factory=Indent)

    @property
    def is_bullet(self) -> bool:
        return self.form == "bullet" or (bool(self.text.strip()) and "%" not in self.text)


@dataclass(frozen=True, slots=True)
class _Use:
    """A numbering that paragraphs refer to: the list it counts in, its levels, and where it starts anew."""

    counted_in: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts through a document: ask it once for every numbered paragraph, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._uses = _uses(root) if root is not None else {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarted: set[tuple[str, int]] = set()

    def level(self, num_id: str, level: int) -> Level | None:
        use = self._uses.get(num_id)
        return use.levels.get(level) if use else None

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """The level that a list ties to a paragraph style."""
        use = self._uses.get(num_id)
        return next((i for i, level in use.levels.items() if level.style == style), None) if use else None

    def next(self, num_id: str, level: int) -> str | None:
        """Count one paragraph and give what Word prints before it; None for a bullet or nothing."""
        use = self._uses.get(num_id)
        if use is None or level not in use.levels:
            return None
        counts = self._counts[use.counted_in]
        if level in use.starts and (num_id, level) not in self._restarted:
            self._restarted.add((num_id, level))
            counts[level] = use.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else use.levels[level].start
        for deeper in [i for i in counts if i > level and _restarts(use.levels.get(i), level)]:
            del counts[deeper]
        shown = use.levels[level]
        return None if shown.is_bullet else _printed(shown, use.levels, counts) or None


def _restarts(level: Level | None, used: int) -> bool:
    """Whether a level begins again after a paragraph of a higher one; `lvlRestart` 0 is never, n is after level n."""
    return level is None or level.restart is None or used < level.restart


def _printed(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    def count(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = levels.get(index, Level())
        form = "decimal" if level.legal and other.form != "none" else other.form
        return _FORMATS.get(form, str)(max(counts.get(index, other.start), 0))

    return _PLACEHOLDER.sub(count, level.text).strip()


def _uses(root: etree._Element) -> dict[str, _Use]:
    lists = {value(element, "abstractNumId", own=True): element for element in root.findall(qn("w:abstractNum"))}
    styled = {name: key for key, element in lists.items() if (name := value(element, "styleLink"))}
    nums = {value(element, "numId", own=True): element for element in root.findall(qn("w:num"))}
    uses = {}
    for num_id, element in nums.items():
        counted_in = value(element, "abstractNumId")
        linked = value(lists[counted_in], "numStyleLink") if counted_in in lists else None
        counted_in = styled.get(linked, counted_in) if linked else counted_in
        if num_id is None or counted_in is None or counted_in not in lists:
            continue
        levels = _levels(lists[counted_in])
        starts = {}
        for override in element.findall(qn("w:lvlOverride")):
            index = number(override.get(qn("w:ilvl")))
            levels |= _levels(override)
            started = value(override, "startOverride")
            if started is not None:
                starts[index] = number(started)
        uses[num_id] = _Use(counted_in, levels, starts)
    return uses


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = {}
    for element in parent.findall(qn("w:lvl")):
        restart, legal = value(element, "lvlRestart"), element.find(qn("w:isLgl"))
        properties = element.find(qn("w:pPr"))
        found[number(element.get(qn("w:ilvl")))] = Level(
            start=number(value(element, "start"), 1),
            form=value(element, "numFmt") or "decimal",
            text=value(element, "lvlText") or "",
            restart=None if restart is None else number(restart),
            legal=legal is not None and legal.get(qn("w:val")) not in ("0", "false"),
            style=value(element, "pStyle"),
            indent=Indent.of(properties),
        )
    return found
