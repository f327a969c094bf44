"""Cards: valid by Adaptive Cards' own schema, and nothing in them that somebody else could bring to life."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

from bot.escalation.model import Content
from bot.escalation.service import Preview
from bot.letters import Cited, Letter, Press
from bot.model import Answer, AnswerStatus, Check, Finding, Kind, Outcome, Point, Question, Verdict
from bot.onboarding.model import Page, PageKind, Told
from bot.people import Person
from bot.teams import asking, outgoing, render, walking
from bot.teams.outgoing import Message
from knowledge.catalogue import Quote
from knowledge.model import Status

SIZE = int(os.environ.get("FUZZED_TEXTS", "400"))
"""Texts; each stands in several places of a card."""
SCHEMA_EVERY = max(5, SIZE // 160)
"""One card in so many is put to the schema, which takes its time over each."""
SCHEMA = Path(__file__).parent / "data/adaptive-card-1.5.json"
MARKDOWN = MarkdownIt("commonmark", {"html": True, "linkify": False})
LIVE = {"link_open", "image", "html_inline", "html_block"}
PIECES = (
    "<at>Everyone</at>", "<AT id='1'>x</AT>", "</at>", "[here](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "https://evil.example", "www.evil.example", "<https://evil.example>", "<a href='https://evil.example'>",
    "<img src=x>",
    "<script>alert(1)</script>", "**bold**", "_it_", "`code`", "```\n", "# head", "\n- list", "\n1. one", "> quote",
    "|a|b|",
    "{{DATE(2026-01-01)}}", "${name}", "&lt;at&gt;", "&amp;", "\\[", "\\", "\u202e", "\u200b", "\u0000",
    "\U0001f600", "\n\n", "\t",
    "mailto:x@evil.example", "[x]: https://evil.example", "x" * 4000, "ß", "中文", "'", '"',
    "}", "{", "]", "<", ">", "@", " ",
)  # fmt: skip


@cache
def validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft6Validator(schema)


def texts(count: int) -> Iterator[str]:
    chance = random.Random(20261126)
    for _ in range(count):
        yield "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 6))) or "x"


def quote(text: str) -> Quote:
    return Quote(
        clause_id="P:1",
        label=f"Policy, {text}",
        text=text,
        start=0,
        end=len(text),
        status=Status.PARAPHRASE,
        version="1",
    )


def everything(one: str, two: str, three: str, four: str) -> list[Message]:
    """Every kind of message and card, with these texts wherever somebody else's words may stand."""
    found = Answer(
        question=one, status=AnswerStatus.ANSWERED, text=two, preface=three, verdict=Verdict.NO, verdict_line=four,
        plain=two, quotes=(quote(one), quote(two)), pointer=three,
    )  # fmt: skip
    cited = (Cited(one, two),)
    letter = Letter(title=three, lines=(four, one), cited=cited, presses=tuple(Press), about="e1")
    point = Point(Kind.CREDENTIAL, (one, two), three, four, quote(two))
    check = Check(
        outcome=Outcome.DO_NOT_SHARE, draft=one + two, text=three, rewrite=four, points=(point,), notes=(one,),
        depends=two,
        findings=(Finding(Kind.CREDENTIAL, (), 0, len(one), one, three, four),), pointer=three,
    )  # fmt: skip
    page = Page(
        kind=PageKind.CHECK, document=one, edition=two, title=three, places=3, lines=(four,), statement=one,
        told=(Told((two,), cited[0], three),), options=(one, two), note=four,
    )  # fmt: skip
    preview = Preview(to=Person(id="1", name=one), letter=letter, told=two, passed_over=(three,), ask=four)
    content = Content(question=one, answer=two, cited=cited, note=three)
    cards = [
        walking.page(page),
        asking.preview(preview, Question(one, (two,)), content, "k"),
        render.told(one, two),
        render.draft(),
    ]
    cards += [walking.page(Page(kind=kind, document="d", edition="e", title=one), two) for kind in PageKind]
    said = [
        render.answer(found, (three,)),
        render.in_channel(found, "28:app"),
        render.check(check),
        render.letter(letter),
    ]
    return [*said, render.welcome(one, onboarding=True), *(Message(card=card) for card in cards)]


def inert(message: Message) -> None:
    activity = outgoing.message(message)
    whole = json.dumps(activity, ensure_ascii=False).lower()
    assert "<at" not in whole
    assert "</at" not in whole
    if message.card:
        kinds = set()
        for part in parts(message.card):
            kinds.add(part.get("type"))
            assert not str(part.get("url", "https://teams.microsoft.com/l/")).startswith("https://evil"), part
            assert "selectAction" not in part
        assert not kinds & {"TextBlock", "Image", "Media", "ImageSet", "FactSet"}  # what reads markdown, or loads
    live = {token.type for top in MARKDOWN.parse(message.text) for token in [top, *(top.children or ())]}
    assert not live & LIVE, message.text


def parts(of: Any) -> Iterator[dict[str, Any]]:
    if isinstance(of, dict):
        yield of
        for value in of.values():
            yield from parts(value)
    elif isinstance(of, list):
        for one in of:
            yield from parts(one)


def test_whatever_people_write_cards_stay_valid_and_nothing_comes_to_life() -> None:
    written, count = texts(SIZE), 0
    for one, two, three, four in zip(written, written, written, written, strict=False):
        for message in everything(one, two, three, four):
            inert(message)
            count += 1
            if message.card and count % SCHEMA_EVERY == 0:
                validator().validate(message.card)


@pytest.mark.parametrize("text", ["a.b", "Yes, with care.", "1. first", "- no", "a_b*c", "5 > 4 & 3 < 4", "x\n# y"])
def test_words_are_shown_as_they_were_written(text: str) -> None:
    from bot.teams.cards import JOINER, spoken

    shown = "".join(
        child.content if child.type == "text" else "\n"
        for token in MARKDOWN.parse(spoken(text))
        for child in token.children or ()
    )
    assert shown.replace(JOINER, "") == text


def test_a_card_too_large_for_teams_is_cut_and_says_so() -> None:
    letter = Letter(title="x", lines=tuple("y" * 3000 for _ in range(30)))
    card = render.letter(letter).card
    assert len(json.dumps(card)) < 28_000
    assert card
    assert card["body"][-1]["inlines"][0]["text"] == "…"
