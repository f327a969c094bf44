"""What was measured before, one JSON object a line, to compare with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.evaluation import drafts
from bot.evaluation.drafts import Checked
from bot.evaluation.measuring import Scores


def record(scores: Scores, files: Sequence[Path], generation: str, checked: Sequence[Checked] = ()) -> dict[str, Any]:
    """One run as JSON: when, of which generation, over which files, every score, and how long drafts took."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "generation": generation,
        "files": [str(file) for file in files],
        "scores": {section: {name: s.as_json() for name, s in found.items()} for section, found in scores.items()},
    } | ({"drafts_ms": drafts.latencies(checked)} if checked else {})


def last(file: Path, files: Sequence[Path]) -> dict[str, Any] | None:
    """The newest record over the same files; lines of another shape are passed over."""
    if not file.exists():
        return None
    named = [str(one) for one in files]
    for line in reversed(file.read_text(encoding="utf-8").splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and found.get("files") == named and isinstance(found.get("scores"), dict):
            return found
    return None


def append(file: Path, entry: dict[str, Any]) -> None:
    """Add a record at the end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry) + "\n")


def before(entry: dict[str, Any] | None, section: str, measure: str) -> float | None:
    """The share that was measured last time, where it was."""
    try:
        return float(entry["scores"][section][measure]["share"]) if entry else None
    except (KeyError, TypeError, ValueError):
        return None
