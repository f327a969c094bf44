"""What the services need from the outside world, in our own types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bot.letters import Letter
from bot.model import Answer, Check, Spotted
from bot.people import Person
from knowledge.catalogue import Catalogue
from knowledge.search import Findings


class Finder(Protocol):
    """Finds the clauses that may answer a question. `knowledge.search.Searcher` is one."""

    def search(self, question: str, within: Catalogue) -> Findings: ...

    def spelt(self, question: str) -> str:
        """The question as it was most likely meant to be typed."""
        ...

    def familiar(self, text: str) -> float:
        """The share of a text's telling words that the documents hold, or that colleagues ask about them in."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote, with the clause and the exact words in it that it says it rewords."""

    text: str
    clause_id: str
    quote: str


class Writer(Protocol):
    """Offers other words for an answer that is settled. Whatever it says is checked (`bot.answering.wording`)."""

    def reword(self, answer: Answer) -> Sequence[Sentence]:
        """Sentences to say in place of `answer.plain`; none where it is slow, down, or talks nonsense. Never raises."""
        ...


class Detector(Protocol):
    """Finds one sort of fault in a draft. It may raise or be slow: the check then errs on the strict side."""

    name: str

    def detect(self, text: str) -> Sequence[Spotted]:
        """Everything of its sort, in the order it stands."""
        ...


class Checker(Protocol):
    """Checks a draft before it is shared. `bot.sharing.service.SharingService` is one."""

    def check(self, text: str, audiences: tuple[str, ...] = ()) -> Check:
        """What is said of it; raises `CannotCheck` where it is empty, enormous or no text."""
        ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words of a draft that a model holds to be at fault, copied from it, and the kind of fault."""

    kind: str
    words: str


class SecondOpinion(Protocol):
    """Reads a draft beside the rules. Whatever it says is checked, and can only make a check stricter."""

    def doubts(self, draft: str) -> Sequence[Doubt] | None:
        """What it would ask about first; None where it is slow, down, or talks nonsense. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A platform has taken a letter; `reference` is its own name for the message."""

    reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A platform will never take it: the person isn't there, or the app isn't installed for them."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """A platform certainly hasn't taken it, and may in so many seconds."""

    after_s: float


class Unclear(Exception):
    """A platform was asked and what came of it isn't known: it has to be looked up before it is asked again."""


class Sender(Protocol):
    """Takes letters to people on one surface."""

    @property
    def surface(self) -> str: ...

    def reaches(self, person: Person) -> bool:
        """Whether it knows where to find them."""
        ...

    def send(self, person: Person, letter: Letter, key: str) -> Sent | Refused | Later:
        """Send once. Raises `Unclear` where the platform may have taken it; anything else raised counts as that too."""
        ...

    def find(self, person: Person, key: str) -> Sent | None:
        """A letter with this key that got through before."""
        ...


@runtime_checkable
class Gatherer(Protocol):
    """Brings people together in one conversation with the bot, of them and nobody else. Not every surface can."""

    @property
    def surface(self) -> str: ...

    def gathers(self, people: Sequence[Person]) -> bool:
        """Whether it knows where to find all of them."""
        ...

    def gather(self, people: Sequence[Person], letter: Letter, key: str) -> Sent | Refused | Later:
        """Send once to a conversation of exactly these. Raises as `Sender.send` does."""
        ...

    def find_gathered(self, people: Sequence[Person], key: str) -> Sent | None:
        """A letter with this key that got through to them before."""
        ...


class Responder(Protocol):
    """Answers messages on one surface. `message` is what the surface wrote down of it when it came in."""

    @property
    def surface(self) -> str: ...

    def respond(self, message: Mapping[str, Any], key: str) -> Sent | Refused | Later:
        """Answer once. Anything raised counts as not knowing what came of it."""
        ...

    def find(self, message: Mapping[str, Any], key: str) -> Sent | None:
        """An answer with this key that got through before."""
        ...


Receipts = Callable[[int, str], bytes | None]
"""The receipt, as a PDF, of the attestation with a number for the person with an id; None for all but its signer."""


class Notebook(Protocol):
    """Where feedback is kept for the owner: of which answer, never of whom."""

    def helped(self, generation: str, *, helpful: bool) -> None: ...
