"""How long and how fast a network is taught."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What decides how a training goes, whatever is taught."""

    seed: int = 1
    epochs: float = 8
    rate: float = 3e-4
    """Learning rate of the top layer; each layer below learns `decay` times as fast."""
    head_rate: float = 1e-3
    decay: float = 0.95
    batch: int = 32
    warm_up: float = 0.1
    dropout: float = 0.1
    words: bool = True
    """Whether the vectors of words learn, too; else a word that no example has means what it did."""
