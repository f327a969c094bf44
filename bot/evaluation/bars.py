"""Bars that the answers must clear, in a TOML file beside the questions.

[questions]
"right clause first" = { least = 0.85 }
"verdict wrong" = { most = 0.04 }
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import WrongInput
from bot.evaluation.measuring import Scores

BESIDE = "bars.toml"


@dataclass(frozen=True, slots=True)
class Bar:
    """The least or the most that a measure may be, as a share from 0 to 1."""

    section: str
    measure: str
    least: float = 0.0
    most: float = 1.0

    def __str__(self) -> str:
        return f"at least {self.least:.0%}" if self.least else f"at most {self.most:.0%}"


def load(file: Path) -> tuple[Bar, ...]:
    """Read a file of bars; raises `WrongInput` saying what is wrong with it."""
    try:
        sections = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(
            _bar(section, measure, limit) for section, limits in sections.items() for measure, limit in limits.items()
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongInput(f"{file} can't be read as TOML ({error}).") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise WrongInput(f'{file}: a bar reads "measure" = {{ least = 0.9 }} or {{ most = 0.04 }}.') from error


def _bar(section: str, measure: str, limit: Mapping[str, Any]) -> Bar:
    if set(limit) not in ({"least"}, {"most"}):
        raise ValueError(measure)
    return Bar(section, measure, **{name: float(value) for name, value in limit.items()})


def missed(bars: tuple[Bar, ...], scores: Scores) -> list[Bar]:
    """The bars that were measured and not cleared; a bar on what wasn't asked says nothing."""
    return [
        bar
        for bar in bars
        if (score := scores.get(bar.section, {}).get(bar.measure))
        and score.of
        and not bar.least <= score.share <= bar.most
    ]
