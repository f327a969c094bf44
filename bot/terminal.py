"""The terminal as a surface: an answer laid out with rich. Decides nothing."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot import messages
from bot.model import Answer, Verdict
from knowledge.catalogue import Quote
from knowledge.model import Status

_COLOURS = {Verdict.YES: "bold green", Verdict.YES_WITH_CARE: "bold yellow", Verdict.NO: "bold red"}


def render(answer: Answer) -> RenderableType:
    """Verdict first, then plain words, each quote with its place, and whom to ask next."""
    opening = Text()
    if answer.verdict:
        opening.append(answer.verdict_line + " ", style=_COLOURS[answer.verdict])
    opening.append(answer.plain)
    parts: list[RenderableType] = [Text(answer.preface, style="dim"), opening] if answer.preface else [opening]
    for number, quote in enumerate(answer.quotes):
        if number == 1:
            parts.append(Text(messages.ALSO, style="dim"))
        parts.append(_quoted(quote))
    if any(quote.status is Status.PARAPHRASE for quote in answer.quotes):
        parts.append(Text(messages.PARAPHRASE, style="dim"))
    if answer.pointer:
        parts.append(Text(answer.pointer))
    spaced = [piece for part in parts for piece in (Text(""), part)]
    return Padding(Group(*spaced, Text("")), (0, 2))


def _quoted(quote: Quote) -> RenderableType:
    words = Text(f"“{quote.text}”", style="italic")
    return Padding(Group(words, Text(f"— {quote.label}", style="cyan")), (0, 0, 0, 2))


def console() -> Console:
    """Standard output, no wider than reads well."""
    found = Console(highlight=False)
    found.width = min(found.width, 100)
    return found
