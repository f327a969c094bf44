"""Progress as bars on standard error; where it isn't a terminal, as a line a stage if wanted, or not at all."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Bars:
    """A bar for each stage that counts its steps, a spinner for those that don't."""

    def __init__(self, *, lines: bool = False) -> None:
        """`lines` is whether each stage is told of where there is no terminal, so that a log shows how far it came."""
        self._lines = lines
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, steps: int | None = None) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        if self._lines and not self._progress.console.is_terminal:
            self._progress.console.print(name.capitalize())
        self._task = self._progress.add_task(name.capitalize(), total=steps or None)

    def advance(self, steps: int = 1) -> None:
        if self._task is not None:
            self._progress.advance(self._task, steps)
