"""What whoever started something is told of how far it has come."""

from __future__ import annotations

from ingest.progress import Numbered


class Heard:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.steps = 0

    def stage(self, name: str, steps: int | None = None) -> None:
        self.stages.append((name, steps))

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


def test_stages_that_are_alike_are_numbered() -> None:
    heard = Heard()
    numbered = Numbered(heard, 2)
    numbered.stage("training", 5)
    numbered.advance()
    numbered.advance(4)
    numbered.stage("training", 7)
    assert heard.stages == [("training 1 of 2", 5), ("training 2 of 2", 7)]
    assert heard.steps == 5
