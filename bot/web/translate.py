"""What comes in from the page's forms, in our own types."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.escalation.model import Content
from bot.escalation.service import LONGEST
from bot.letters import Press
from bot.model import REMEMBERED, Answer, Question


def _written(text: str) -> str:
    """With line ends as everywhere, and without what no keyboard writes and no database keeps."""
    lines = text.replace("\r\n", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


Written = Annotated[str, AfterValidator(_written)]
Note = Annotated[Written, Field(max_length=LONGEST)]
Key = Annotated[Written, Field(max_length=200)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asked(_Form):
    """A question, and the turns before it in the same conversation."""

    question: Written = ""
    earlier: list[Written] = []

    def as_question(self, audiences: tuple[str, ...]) -> Question:
        return Question(self.question, tuple(self.earlier[-REMEMBERED:]), audiences=audiences)


class Helped(_Form):
    """Whether an answer from a generation helped."""

    generation: Key
    helpful: bool


class Drafted(_Form):
    """Words that somebody would like to share."""

    draft: Written = ""


class Chosen(_Form):
    """Who somebody would like to be, and where they were on their way to."""

    person: Key
    then: Annotated[str, Field(pattern=r"^/(sign|messages)?$")] = "/"


class ToManager(Asked):
    """What of an answer goes to the line manager: the question as it was answered, and the parts that are kept.

    `words` is the question as the manager reads it; `seen` stands for the letter that was shown last.
    """

    words: Note | None = None
    answer: bool = False
    quotes: list[int] = []
    note: Note = ""
    key: Key = ""
    to: Key = ""
    seen: Key = ""
    sure: bool = False
    edited: bool = False
    together: bool = False

    def content(self, found: Answer, shown: Content) -> Content:
        """What is left of all that could be sent; `shown` is all of it."""
        if not self.edited:
            return shown
        kept = tuple(one for place, one in enumerate(shown.cited) if place in self.quotes)
        asked = (self.words or "").strip() or found.question
        return Content(
            question=asked,
            answer=shown.answer if self.answer else "",
            cited=kept,
            note=self.note.strip(),
            together=self.together,
        )


class Pressed(_Form):
    """A button of a letter."""

    about: Key
    press: Press
    words: Note = ""
    key: Key = ""


class Turned(_Form):
    """A page of a journey turned; `place` is the page that was left."""

    document: Key
    place: int


class Answered(Turned):
    """An answer to a check."""

    option: int = -1


class Signed(_Form):
    """A name under what the page with this seal showed."""

    document: Key
    seal: Key
    typed: Key = ""
    sure: bool = False


class AskedOnTheWay(Asked):
    """A question on a page of a journey."""

    document: Key
