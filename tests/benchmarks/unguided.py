"""`make bench-search`: finding the right clause in documents without guidance, against a plain hybrid search.

    python -m tests.benchmarks.unguided [--benchmarks FOLDER]

- ConditionalQA: question and scenario over 59 gov.uk pages; a section is right where it holds a line of evidence.
- Made-up policies (five short ones, six with lists and tables, five of four formats), and the 18F handbook: questions
  in colleagues' words, one right clause each (`data/`); also what the answering service quotes.
- CLINC's out-of-scope questions asked of made-up policies: what the answering service does with them.

The plain hybrid is the same encoder and BM25, both scaled to 0 … 1 over all units, 0.7 for the encoder; over windows of
about 150 words with their headings for ConditionalQA, and over whole clauses with theirs for the others.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from bot.model import Answer, AnswerStatus, Question
from bot.settings import Settings
from bot.wiring import Opened, answering, open_generation
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.encoder import OnnxEncoder
from knowledge.generation import Home
from knowledge.lexical import LexicalIndex
from knowledge.model import Clause, PassageKind

HERE = Path(__file__).parent
DENSE = 0.7
WINDOW = 150
FORMATS = (
    "docx/annual-leave.docx",
    "docx/partners-expenses.docx",
    "html/drug-and-alcohol.html",
    "pdf/remote-working.pdf",
    "text/vehicles.txt",
)
Place = tuple[str, tuple[str, ...]]
"""A section: the document's title and the headings above it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that is right."""

    text: str
    right: frozenset[str]


def folded(text: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"</?\w+>", " ", text)).strip().casefold()


def read(folder: Path, home: Path) -> Opened:
    ingest(IngestSettings(home=home, paths=(folder,)))
    return open_generation(Home(home))


def found_clauses(opened: Opened, question: str) -> list[str]:
    searcher = opened.searcher
    return [hit.clause_id for hit in searcher.search(searcher.spelt(question), opened.catalogue).hits]


class Plain:
    """The usual hybrid over units of text, each with a name; several units may have the same."""

    def __init__(self, names: Sequence[str], texts: Sequence[str]) -> None:
        self._names, self._encoder = names, OnnxEncoder()
        self._vectors = self._encoder.encode(texts)
        self._words = LexicalIndex.build([str(row) for row in range(len(texts))], texts)

    def found(self, question: str) -> list[str]:
        dense = self._vectors @ self._encoder.encode([question])[0]
        lexical = np.zeros(len(self._names))
        for match in self._words.nearest(question, len(self._names)):
            lexical[int(match.key)] = match.score
        score = DENSE * _scaled(dense) + (1 - DENSE) * _scaled(lexical)
        return list(dict.fromkeys(self._names[row] for row in np.argsort(-score, kind="stable")))


def _scaled(scores: np.ndarray) -> np.ndarray:
    return np.asarray((scores - scores.min()) / (np.ptp(scores) or 1.0))


def pages(folder: Path) -> dict[str, list[tuple[str, list[str]]]]:
    """The gov.uk pages by title: each section's headings, joined, and its lines."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for file in sorted(folder.glob("*.txt")):
        title, *lines = file.read_text(encoding="utf-8").splitlines()
        path: list[str] = []
        found[title] = [("", [])]
        for line in filter(None, map(str.strip, lines)):
            heading = re.fullmatch(r"<h(\d)>(.*?)(?:</h\d>)?", line)
            if heading:
                path = [*path[: int(heading[1]) - 1], heading[2]]
                found[title].append((" / ".join(path), []))
            found[title][-1][1].append(line)
    return found


def conditional_qa(folder: Path, home: Path) -> dict[str, float]:
    """Section hit@1 and recall@5 (the share of the right sections among five), ours and the plain hybrid's."""
    sections = pages(folder / "pages")
    asked = list(_evident(json.loads((folder / "questions.json").read_text(encoding="utf-8")), sections))
    opened = read(folder / "pages", home)
    place_of = _places(opened, sections)
    windows = [
        (name, " ".join([title, headings, *window]))
        for title, found in sections.items()
        for number, (headings, lines) in enumerate(found)
        for name in [f"{title}#{number}"]
        for window in _windows(line for line in lines if not line.startswith("<h"))
    ]
    plain = Plain([name for name, _ in windows], [text for _, text in windows])
    took: list[float] = []

    def ours(question: str) -> list[str]:
        began = perf_counter()
        clauses = found_clauses(opened, question)
        took.append(perf_counter() - began)
        return list(dict.fromkeys(place_of[name] for name in clauses if name in place_of))

    result = {"questions": float(len(asked))}
    for name, search in (("ours", ours), ("plain", plain.found)):
        ranked = [(search(row.text)[:5], row.right) for row in asked]
        result[f"{name} section hit@1"] = statistics.mean(bool({*names[:1]} & right) for names, right in ranked)
        result[f"{name} section recall@5"] = statistics.mean(len({*names} & r) / len(r) for names, r in ranked)
    return result | {"ours p50 ms": statistics.median(took) * 1000}


def _evident(rows: Iterable[dict[str, object]], sections: dict[str, list[tuple[str, list[str]]]]) -> Iterable[Asked]:
    """Questions with the sections of the page that holds most of their evidence; those without any are left out."""
    for row in rows:
        evidence = {folded(str(line)) for line in row["evidences"]}  # type: ignore[attr-defined]
        right = {
            title: {f"{title}#{n}" for n, (_, lines) in enumerate(found) if evidence & {*map(folded, lines)}}
            for title, found in sections.items()
        }
        held = {
            title: len(evidence & {folded(line) for _, lines in found for line in lines})
            for title, found in sections.items()
        }
        best = max(held, key=lambda title: held[title])
        if right[best]:
            yield Asked(f"{row['question']} {row['scenario']}", frozenset(right[best]))


def _places(opened: Opened, sections: dict[str, list[tuple[str, list[str]]]]) -> dict[str, str]:
    """Which section of the page a clause stands in: one that holds its line, its last heading's first."""
    places = {}
    for clause in opened.catalogue.clauses.values():
        title = opened.catalogue.document_of(clause.id).title
        holding = [
            (n, headings)
            for n, (headings, lines) in enumerate(sections.get(title, []))
            if any(folded(clause.text) in folded(line) for line in lines)
        ]
        under = [n for n, headings in holding if _is_under(clause, headings)]
        if holding:
            places[clause.id] = f"{title}#{(under or [holding[0][0]])[0]}"
    return places


def _is_under(clause: Clause, headings: str) -> bool:
    last = folded(headings.rsplit(" / ", 1)[-1])
    return last in {folded(name) for name in clause.section_path}


def _windows(lines: Iterable[str]) -> Iterable[list[str]]:
    window: list[str] = []
    for line in (re.sub(r"</?\w+>", "", line) for line in lines):
        if window and sum(len(held.split()) for held in [*window, line]) > WINDOW:
            yield window
            window = []
        window.append(line)
    if window:
        yield window


def clauses(folder: Path, questions: Path, home: Path) -> dict[str, float]:
    """Clause hit@1 and hit@3, ours and the plain hybrid's, and what is quoted.

    A right clause is named by its id, or by how it begins, or else by words of it.
    """
    opened = read(folder, home)
    held = {clause.id: folded(clause.text) for clause in opened.catalogue.clauses.values()}
    asked = []
    for row in map(json.loads, questions.read_text(encoding="utf-8").splitlines()):
        told = folded(row.get("text", ""))
        begun = {name for name, text in held.items() if text.startswith(told)}
        right = frozenset(row.get("clauses") or begun or {name for name, text in held.items() if told in text})
        if not right <= held.keys() or not right:
            raise SystemExit(f"No clause of {folder} is right for {row['q']!r}.")
        asked.append(Asked(row["q"], right))
    units = [p for p in opened.content.passages if p.kind is PassageKind.CLAUSE]
    plain = Plain([p.clause or "" for p in units], [p.text for p in units])
    result = {"questions": float(len(asked))}
    for name, search in (("ours", lambda q: found_clauses(opened, q)), ("plain", plain.found)):
        ranked = [(search(row.text)[:3], row.right) for row in asked]
        result[f"{name} clause hit@1"] = statistics.mean(bool({*names[:1]} & right) for names, right in ranked)
        result[f"{name} clause hit@3"] = statistics.mean(bool({*names} & right) for names, right in ranked)
    return result | answers(opened, asked)


def answers(opened: Opened, asked: Sequence[Asked]) -> dict[str, float]:
    """What the answering service quotes, first and at all, and how often it answers, shows the closest, and refuses."""
    service = answering(Settings(), opened)
    given = [(service.answer(Question(text=row.text)), row.right) for row in asked]
    quoted = [([quote.clause_id for quote in answer.quotes], right) for answer, right in given]
    sure = [names[0] in right for (answer, right), (names, _) in zip(given, quoted, strict=True) if is_sure(answer)]
    result = {
        "quoted first": statistics.mean(bool({*names[:1]} & right) for names, right in quoted),
        "quoted among three": statistics.mean(bool({*names} & right) for names, right in quoted),
        "first, of those answered": statistics.mean(sure) if sure else 0.0,
    }
    return result | shares("asked", [answer for answer, _ in given])


def is_sure(answer: Answer) -> bool:
    return answer.status is AnswerStatus.ANSWERED


def shares(name: str, answers: Sequence[Answer]) -> dict[str, float]:
    """How many of the answers are of each status."""
    found = Counter(answer.status for answer in answers)
    return {f"{name}: {status.value}": count / len(answers) for status, count in sorted(found.items())}


def outside(folder: Path, questions: Path, home: Path) -> dict[str, float]:
    """What the service does with questions that the documents have nothing to do with, one a line."""
    service = answering(Settings(), read(folder, home))
    lines = filter(None, map(str.strip, questions.read_text(encoding="utf-8").splitlines()))
    return shares("outside", [service.answer(Question(text=line)) for line in lines])


def several_formats(home: Path) -> Path:
    """A folder of made-up documents of several formats, copied from the golden ones."""
    folder = home.with_name(f"{home.name}-documents")
    folder.mkdir()
    for name in FORMATS:
        shutil.copy(HERE.parent / "golden/documents" / name, folder)
    return folder


def main() -> None:
    default = os.environ.get("CLAUSEWISE_BENCHMARKS", HERE.parents[2] / "shared/benchmarks")
    parser = argparse.ArgumentParser(description="Search documents without guidance.")
    parser.add_argument("--benchmarks", type=Path, default=Path(default), help="where the public data lies")
    public = parser.parse_args().benchmarks
    data = HERE / "data"
    runs = {
        "policies": lambda home: clauses(data / "policies", data / "policy-questions.jsonl", home),
        "workplace": lambda home: clauses(data / "workplace", data / "workplace-questions.jsonl", home),
        "formats": lambda home: clauses(several_formats(home), data / "format-questions.jsonl", home),
    }
    chatter = public / "clinc_oos/out_of_scope.txt"
    if chatter.exists():
        runs["chatter"] = lambda home: outside(data / "workplace", chatter, home)
    if (public / "conditionalqa").is_dir():
        runs["conditionalqa"] = lambda home: conditional_qa(public / "conditionalqa", home)
    if (public / "handbook_18f").is_dir():
        questions = HERE / "data/handbook-questions.jsonl"
        runs["handbook"] = lambda home: clauses(public / "handbook_18f/pages", questions, home)
    for name, run in runs.items():
        with tempfile.TemporaryDirectory() as scratch:
            found = {measure: round(value, 3) for measure, value in run(Path(scratch) / "home").items()}
        print(json.dumps({"set": name, **found}), flush=True)


if __name__ == "__main__":
    main()
