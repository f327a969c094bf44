"""All detectors of what has a form, over one account of what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.detectors.allowed import Allowed
from bot.detectors.copying import COPIED
from bot.detectors.credentials import CREDENTIALS
from bot.detectors.folding import fold
from bot.detectors.forms import Form, spot
from bot.detectors.identifiers import IDENTIFIERS
from bot.detectors.people import People
from bot.detectors.speaking import Speaking
from bot.model import Spotted
from bot.ports import Detector

EMPLOYER = ("Society", "Co-op", "Co-operative")


class FormDetector:
    """Finds everything that has one of its forms, except where it is allowed."""

    def __init__(self, name: str, forms: Sequence[Form], allowed: Allowed) -> None:
        self.name = name
        self._forms = forms
        self._allowed = allowed

    def detect(self, text: str) -> list[Spotted]:
        return spot(self._forms, fold(text), self._allowed.spans(text))


def detectors(
    contacts: Sequence[str] = (),
    clauses: Sequence[str] = (),
    names: Callable[[], tuple[str, ...]] = tuple,
    employer: Sequence[str] = EMPLOYER,
) -> tuple[Detector, ...]:
    """All of them, each on its own so that one may fail alone.

    `contacts` are the numbers, addresses and accounts that the employer publishes itself; `clauses` the texts of the
    policies in force; `names` gives the full names of colleagues; `employer` what colleagues call it.
    """
    allowed = Allowed(tuple(contacts), tuple(clauses))
    return (
        FormDetector("identifiers", IDENTIFIERS, allowed),
        FormDetector("credentials", CREDENTIALS, allowed),
        People(names, allowed),
        FormDetector("copying", COPIED, allowed),
        Speaking(employer, allowed),
    )
