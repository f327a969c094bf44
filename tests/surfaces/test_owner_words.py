"""An owner's everyday words, from the file to the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model import Question
from bot.settings import Settings
from bot.wiring import Opened, answering, open_generation
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.memory import MemoryEncoder
from knowledge.generation import Home

ENCODER = MemoryEncoder()
POLICY = """---
reference: S
title: Sites
---

## Rules

- Vehicles stay in the yard until they are signed out by the depot manager.
- Visitors to the intranet page are told about cookies before they go on.
- Home visits are recorded on the day they are made, with the time of arrival.
"""
Read = Callable[..., Opened]


@pytest.fixture
def read(policies: Callable[[dict[str, str]], Path], tmp_path: Path) -> Read:
    """Ingest the policy with these words and open it."""

    def run(words: str | None = None) -> Opened:
        folder = policies({"sites.md": POLICY, **({"guidance/words.txt": words} if words is not None else {})})
        home = Home(tmp_path / "home")
        ingest(IngestSettings(home=home.folder, paths=(folder,)), encoder=ENCODER)
        return open_generation(home, ENCODER)

    return run


def first(opened: Opened, question: str) -> str:
    service = answering(Settings(), opened)
    quotes = service.answer(Question(question)).quotes
    return quotes[0].text if quotes else ""


def test_words_are_part_of_what_is_published_and_found_by(read: Read) -> None:
    before = read()
    after = read("the beehive : intranet page\nhv = home visit\n")
    assert after.manifest.id != before.manifest.id
    assert "intranet" in first(after, "who uses the beehive?")
    assert after.searcher.rewording("who uses the beehive?").text == "who uses intranet page?"
    assert after.searcher.spelt("whn is an HV recorded, or a hv?") == "whn is an HV recorded, or a home visit?"


def test_the_same_words_publish_nothing_new(read: Read) -> None:
    assert read("hv = home visit\n").manifest.id == read("hv = home visit\n").manifest.id


def test_an_owner_overrides_what_comes_with_clausewise(read: Read) -> None:
    assert read().searcher.spelt("ur yard") == "your yard"
    assert read("ur = urgent response\n").searcher.spelt("ur yard") == "urgent response yard"


def test_typing_errors_are_read_by_the_words_of_the_policy(read: Read) -> None:
    assert read().searcher.spelt("are vistors told abuot cokies?") == "are visitors told about cookies?"
