"""The terminal as a surface: an answer or a check laid out with rich. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot import messages
from bot.model import Answer, Check, Finding, Outcome, Point, Verdict
from bot.onboarding.model import Page
from bot.sharing import telling
from knowledge.catalogue import Quote
from knowledge.model import Status

_COLOURS = {Verdict.YES: "bold green", Verdict.YES_WITH_CARE: "bold yellow", Verdict.NO: "bold red"}
_OUTCOME_COLOURS = {
    Outcome.OK: "bold green",
    Outcome.CHANGE_FIRST: "bold yellow",
    Outcome.ASK_FIRST: "bold yellow",
    Outcome.DO_NOT_SHARE: "bold red",
}
_FAULT = "bold black on bright_yellow"
_SHOWN_WHOLE = 600
"""Characters up to which a draft is shown whole; of longer ones, what stands around its faults."""
_AROUND = 60


def render(answer: Answer, *, marked: bool = False) -> RenderableType:
    """Verdict first, then plain words, each quote with its place, and whom to ask next; a draft's check as a check."""
    if answer.check:
        return render_check(answer.check, marked=marked)
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


def render_check(check: Check, *, marked: bool = False) -> RenderableType:
    """The outcome, the draft with what is at fault, each point with its clause, and what can be shared instead.

    `marked` puts brackets around the faults, for where colours don't show.
    """
    parts: list[RenderableType] = [Text(messages.OUTCOMES[check.outcome], style=_OUTCOME_COLOURS[check.outcome])]
    if check.findings:
        parts.append(Padding(_marked(check, marked=marked), (0, 0, 0, 2)))
    parts += [_pointed(number, point) for number, point in enumerate(check.points[: telling.MOST_POINTS], 1)]
    told = [telling.opening(check), telling.more(check), check.depends]
    parts += [Text(line) for line in told if line]
    if telling.paraphrased(check):
        parts.append(Text(messages.PARAPHRASE, style="dim"))
    if check.rewrite:
        offered = Padding(Text(telling.inert(check.rewrite), style="green"), (0, 0, 0, 2))
        parts.append(Group(Text(messages.REWRITE, style="bold"), offered))
    parts += [Text(note, style="dim") for note in check.notes]
    parts += [Text(check.pointer)] if check.pointer else []
    return Padding(Group(*(piece for part in parts for piece in (Text(""), part)), Text("")), (0, 2))


def _pointed(number: int, point: Point) -> RenderableType:
    lines = [Text.assemble((f"{number}  ", "bold"), (telling.words(point), "bold"))]
    lines.append(Text(f"{point.why} {point.fix}"))
    if point.quote:
        lines += [Text(f"“{point.quote.text}”", style="italic"), Text(f"— {point.quote.label}", style="cyan")]
    return Group(lines[0], *(Padding(line, (0, 0, 0, 3)) for line in lines[1:]))


def _marked(check: Check, *, marked: bool) -> Text:
    """The draft, or where it is long what stands around its first faults, with these marked."""
    shown, place = Text(), 0
    whole = len(check.draft) <= _SHOWN_WHOLE
    for finding in _apart(check.findings) if whole else _apart(check.findings)[: telling.MOST_POINTS]:
        before = check.draft[place : finding.start]
        if not whole and len(before) > _AROUND:
            before = (" … " if place else "… ") + before[-_AROUND:].partition(" ")[2]
        shown.append(telling.inert(before))
        fault = telling.inert(check.draft[finding.start : finding.end])
        shown.append(f"[[{fault}]]" if marked else fault, style=_FAULT)
        place = finding.end
    after = check.draft[place:]
    if not whole and len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return shown.append(telling.inert(after))


def _apart(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that don't overlap, in the order they stand: words are marked once, whatever is wrong with them."""
    apart: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if not apart or finding.start >= apart[-1].end:
            apart.append(finding)
    return apart


def page(shown: Page) -> RenderableType:
    """A page of a journey: title, what is told, each clause in plain words beside its own, options, statement."""
    parts: list[RenderableType] = [Text(shown.note, style="bold yellow")] if shown.note else []
    parts.append(Text(shown.title, style="bold"))
    parts += [Text(line) for line in shown.lines]
    for told in shown.told:
        parts += [Text(plain) for plain in told.plain]
        parts += [Text(messages.ONBOARD_BEFORE.format(was=told.was), style="dim strike")] if told.was else []
        words = Text(f"“{told.quote.quote}”", style="italic")
        parts.append(Padding(Group(words, Text(f"— {told.quote.label}", style="cyan")), (0, 0, 0, 2)))
    parts += [Text(f"{number}. {option}") for number, option in enumerate(shown.options, 1)]
    parts += [Text(f"“{shown.statement}”", style="bold")] if shown.statement else []
    spaced = [piece for part in parts for piece in (Text(""), part)]
    return Padding(Group(*spaced, Text("")), (0, 2))


def console() -> Console:
    """Standard output, no wider than reads well."""
    found = Console(highlight=False)
    found.width = min(found.width, 100)
    return found
