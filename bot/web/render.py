"""Everything the page shows, as HTML. Whatever comes from anybody is escaped by the templates, without exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot import layout, messages
from bot.letters import Letter
from bot.model import Answer, AnswerStatus, Check
from bot.people import Person
from bot.sharing import telling
from knowledge.catalogue import Quote
from knowledge.model import Status


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a draft; `points` are the numbers of what is said of them, none where nothing is."""

    text: str
    points: tuple[int, ...] = ()


def page(name: str, who: Person | None, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A whole page from the template of this name."""
    return HTMLResponse(_TEMPLATES.get_template(f"{name}.html").render(who=who, here=name, **shown), status)


def part(name: str, **shown: Any) -> str:
    """A piece of a page."""
    return _TEMPLATES.get_template(f"parts/{name}.html").render(**shown)


def place(quote: Quote) -> str:
    """Where a quote stands in its policy, as an address of ours."""
    reference = quoted(quote.clause_id.partition(":")[0])
    marked = urlencode({"clause": quote.clause_id, "start": quote.start, "end": quote.end})
    return f"/policies/{reference}?{marked}#{quoted(quote.clause_id)}"


def rated(answer: Answer) -> bool:
    """Whether somebody is asked if it helped."""
    return answer.status is not AnswerStatus.HELP and not layout.delicate(answer)


def is_paraphrase(quotes: Sequence[Quote]) -> bool:
    """Whether any of them is not the official wording."""
    return any(one.status is Status.PARAPHRASE for one in quotes)


def apart(answer: Answer) -> tuple[Quote, ...]:
    """The quotes that stand on their own; those of a check stand with its points."""
    return () if answer.check else answer.quotes


def anchored(draft: str) -> str:
    """A name for a draft's points within a page that may hold several drafts."""
    return f"point-{sha256(draft.encode()).hexdigest()[:8]}"


def seal(letter: Letter) -> str:
    """Stands for exactly what is read in a letter."""
    return sha256(letter.text.encode()).hexdigest()


def marked(check: Check) -> list[Run]:
    """The draft in runs, each with the numbers of the points (from 1) that its words are at fault for."""
    numbers = {point.kind: number for number, point in enumerate(check.points, 1)}
    spans = [(one.start, one.end, numbers[one.kind]) for one in check.findings if one.kind in numbers]
    edges = sorted({0, len(check.draft), *(edge for start, end, _ in spans for edge in (start, end))})
    runs = []
    for start, end in pairwise(edges):
        points = sorted({number for first, last, number in spans if first <= start and end <= last})
        runs.append(Run(telling.inert(check.draft[start:end]), tuple(points)))
    return runs


_TEMPLATES = Environment(
    loader=PackageLoader("bot.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals |= {
    "say": messages,
    "place": place,
    "to_manager": layout.to_manager,
    "rated": rated,
    "marked": marked,
    "apart": apart,
    "anchored": anchored,
}
_TEMPLATES.globals |= {"is_paraphrase": is_paraphrase, "most": telling.MOST_POINTS, "opening": telling.opening}
