"""Which printed number may come next: it tells a clause's number from one that a wrapped line happens to begin with."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers import markers
from ingest.readers.markers import Style


@dataclass(slots=True)
class Counting:
    """The numbers met so far, in reading order."""

    _values: dict[tuple[str, Style], int] = field(default_factory=dict)
    _dotted: tuple[int, ...] = ()

    def take(self, marker: str) -> None:
        """Note a number that a paragraph begins with."""
        parts = _parts(marker)
        if parts:
            self._dotted = parts
            return
        shape = _shape(marker)
        for reading in markers.readings(marker):
            self._values[shape, reading.style] = reading.value
            if reading.style is Style.NUMBER:
                self._dotted = (reading.value,)

    def expects(self, marker: str) -> bool:
        """Whether a number is the first of its kind or follows the last one of its kind."""
        parts = _parts(marker)
        if parts:
            return self._follows(parts)
        shape = _shape(marker)
        readings = markers.readings(marker)
        return any(
            reading.value == 1 or reading.value == self._values.get((shape, reading.style), -1) + 1
            for reading in readings
        )

    def _follows(self, parts: tuple[int, ...]) -> bool:
        last = self._dotted
        shared = len(parts) - 1
        if parts[:shared] == last[:shared] and len(last) > shared:
            return last[shared] < parts[-1] <= last[shared] + 2
        return parts[-1] == 1 and (not last or parts[0] in (last[0], last[0] + 1))


def _parts(marker: str) -> tuple[int, ...]:
    """The numbers of "3.2.1"; none for a marker of another kind."""
    parts = marker.strip("().").split(".")
    return tuple(map(int, parts)) if len(parts) > 1 and all(part.isdigit() for part in parts) else ()


def _shape(marker: str) -> str:
    return "".join("%" if letter.isalnum() else letter for letter in marker)
