"""What typing errors cost: `python -m tests.benchmarks.mistyped [--home FOLDER]`.

The golden questions with up to two slips each, put in by a seed and answered with and without correction.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from bot.evaluation import cases, measuring
from bot.ports import Finder
from bot.settings import Settings
from bot.wiring import answering, open_generation
from ingest.augmenting import SHORTEST, slipped
from knowledge.catalogue import Catalogue
from knowledge.generation import Home
from knowledge.search import Findings

QUESTIONS = Path(__file__).parents[1] / "golden/questions.jsonl"
SHOWN = ("right clause first", "right clause among three", "answered", "answered as fact")


@dataclass(frozen=True, slots=True)
class AsTyped:
    """A search that corrects nothing."""

    finder: Finder

    def search(self, question: str, within: Catalogue) -> Findings:
        return self.finder.search(question, within)

    def spelt(self, question: str) -> str:
        return question

    def familiar(self, text: str) -> float:
        return self.finder.familiar(text)


def mistyped(question: str, slips: int, random: Random) -> str:
    """The question with that many of its words of four letters or more mistyped."""
    parts = re.split(r"(\W+)", question)
    places = [place for place, part in enumerate(parts) if len(part) >= SHORTEST and part.isalpha()]
    for place in random.sample(places, min(slips, len(places))):
        parts[place] = slipped(parts[place], random)
    return "".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what typing errors cost.")
    parser.add_argument("--home", type=Path, default=Path(".clausewise"), help="where the policies are published")
    opened = open_generation(Home(parser.parse_args().home))
    asked = cases.load(QUESTIONS)
    for slips in range(3):
        random = Random(slips)
        typed = [replace(case, question=mistyped(case.question, slips, random)) for case in asked]
        for name, finder in (("as typed", AsTyped(opened.searcher)), ("put right", opened.searcher)):
            service = answering(Settings(), replace(opened, searcher=finder))  # type: ignore[arg-type]
            found = measuring.scores(measuring.run(typed, service))["questions"]
            print(slips, "slips,", name, *(f"· {what} {found[what].hits} of {found[what].of}" for what in SHOWN))
    took = []
    for case in asked:
        began = perf_counter()
        opened.searcher.spelt(case.question)
        took.append((perf_counter() - began) * 1000)
    print(f"putting a clean question right takes {median(took):.2f} ms (median)")


if __name__ == "__main__":
    main()
