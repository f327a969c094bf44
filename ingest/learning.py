"""Small models learned from the owner's examples over the frozen encoder's vectors: heads, and the gate.

The gate is calibrated on examples that the search was not given: whole files are held out where there are three or
more (neighbours within a file flatter), and every fifth example of files that stand alone in their kind.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest import concerns, heldout, verdicts
from knowledge.adapters.memory import MemoryIndex
from knowledge.catalogue import Library
from knowledge.generation import Content
from knowledge.learned import UNTAUGHT_GATE, Gate, Head, Learned, WordHead, terms
from knowledge.lexical import LexicalIndex
from knowledge.model import Example, PassageKind, Vectors
from knowledge.search import Searcher
from knowledge.textual import section_keys, section_texts

if TYPE_CHECKING:
    from knowledge.ports import Encoder

FEWEST = 40
"""Examples in and out of scope needed before anything is learned; with fewer, the text speaks alone."""
FEWEST_OF_A_KIND = 5
SHRINKAGE = 0.1
SMOOTHING = 0.1
SIGNALS = (
    "dense",
    "coverage",
    "share",
    "margin",
    "agreement",
    "scope",
    "scope_words",
    "inside",
    "outside",
    "voted_inside",
)
ANSWERED_OUT_OF_SCOPE = 0.08
"""The share of held-out questions that the documents don't answer which may pass the gate as answered."""
CLOSEST_OUT_OF_SCOPE = 0.2
"""The same for "these come closest"."""
CALIBRATION_LIMIT = 1200
"""Held-out examples of each side that the gate is calibrated on."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Examples with their vectors, row by row."""

    examples: tuple[Example, ...]
    vectors: Vectors

    def where(self, chosen: Callable[[Example], bool]) -> Taught:
        rows = [row for row, example in enumerate(self.examples) if chosen(example)]
        return Taught(tuple(self.examples[row] for row in rows), self.vectors[rows])


def learn(content: Content, encoder: Encoder) -> Learned:
    """Everything that can be learned from a generation's examples; the untaught gate where there are too few.

    Examples of clauses that the newest editions no longer have are left out.
    """
    newest = Library(content.documents, content.clauses, content.rules).newest()
    rows = [
        row
        for row, passage in enumerate(content.passages)
        if passage.kind is PassageKind.EXAMPLE and (passage.clause is None or passage.clause in newest.clauses)
    ]
    keys = [content.passages[row].key for row in rows]
    taught = Taught(tuple(content.examples[key] for key in keys), np.asarray(content.vectors)[rows])
    inside = sum(1 for example in taught.examples if example.clause)
    if inside < FEWEST or len(taught.examples) - inside < FEWEST:
        return Learned(UNTAUGHT_GATE)

    def search_knowing(known: Callable[[Example], bool]) -> heldout.Search:
        return partial(_searcher(content, taught.where(known), encoder).search_vector, within=newest)

    learned = _models(taught, _gate(content, taught, encoder))
    folds = heldout.hear(taught.examples, taught.vectors, search_knowing)
    return replace(learned, judge=verdicts.learn(folds, content.rules), router=concerns.learn(folds))


def _models(taught: Taught, gate: Gate) -> Learned:
    """Every head that there are examples for, each once over meaning and once over words."""
    common = Counter(example.clause for example in taught.examples)
    tasks: dict[str, tuple[Taught, list[str], bool]] = {}
    inside = taught.where(lambda e: e.clause is not None and common[e.clause] >= FEWEST_OF_A_KIND)
    tasks["clause"] = inside, [str(e.clause) for e in inside.examples], False
    tasks["scope"] = taught, ["in" if e.clause else "out" for e in taught.examples], True
    judged = taught.where(lambda e: e.verdict is not None and e.form in ("permission", "obligation"))
    tasks["verdict"] = judged, [str(e.verdict) for e in judged.examples], False
    tasks["route"] = taught, [e.route or "none" for e in taught.examples], False
    taken = {name: task for name, task in tasks.items() if _teachable(task[1])}
    counted, vocabulary = _counted([example.ask for example in taught.examples])
    rows = {id(example): row for row, example in enumerate(taught.examples)}
    return Learned(
        gate,
        {name: _head(chosen.vectors, labels, balanced=even) for name, (chosen, labels, even) in taken.items()},
        vocabulary,
        {
            name: _word_head(counted[[rows[id(e)] for e in chosen.examples]], labels)
            for name, (chosen, labels, _) in taken.items()
        },
    )


def _counted(asks: Sequence[str]) -> tuple[Any, dict[str, int]]:
    """Which terms stand in which question, as a sparse matrix (questions, terms), and each term's column."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=terms, binary=True, min_df=2)
    counted = counter.fit_transform(asks)
    return counted, dict(sorted(((t, int(c)) for t, c in counter.vocabulary_.items()), key=lambda pair: pair[1]))


def _word_head(counted: Any, labels: Sequence[str]) -> WordHead:
    """Multinomial naive Bayes, every label as likely as the others before a word is read."""
    from sklearn.naive_bayes import MultinomialNB

    model = MultinomialNB(alpha=SMOOTHING, fit_prior=False).fit(counted, labels)
    return WordHead(tuple(map(str, model.classes_)), model.feature_log_prob_.astype(np.float32))


def _teachable(labels: Sequence[object]) -> bool:
    counts = Counter(labels)
    return len(counts) > 1 and min(counts.values()) >= FEWEST_OF_A_KIND


def _head(vectors: Vectors, labels: Sequence[str], *, balanced: bool = False) -> Head:
    """Linear discriminant analysis: as good as logistic regression on these vectors, in closed form and seconds."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    kinds = sorted(set(labels))
    priors = np.full(len(kinds), 1 / len(kinds)) if balanced else None
    model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=SHRINKAGE, priors=priors)
    model.fit(vectors.astype(np.float64), labels)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(kinds) == 2:
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercepts / 2
    return Head(tuple(map(str, model.classes_)), coefficients.astype(np.float32), intercepts.astype(np.float32))


def _gate(content: Content, taught: Taught, encoder: Encoder) -> Gate:
    """Fit the gate on signals for held-out examples, and set its thresholds on the same."""
    rows: list[list[float]] = []
    answerable: list[bool] = []
    newest = Library(content.documents, content.clauses, content.rules).newest()
    for held in _folds(taught.examples):
        rest = taught.where(lambda e, held=held: e not in held)  # type: ignore[misc]
        searcher = _searcher(content, rest, encoder)
        asked = taught.where(lambda e, held=held: e in held)  # type: ignore[misc]
        for example, vector in zip(asked.examples, asked.vectors, strict=True):
            signals = searcher.search_vector(example.ask, vector, newest).signals
            rows.append([signals[name] for name in SIGNALS])
            answerable.append(example.clause is not None)
    gate = _fitted(rows, answerable)
    outside = [
        gate.confidence(dict(zip(SIGNALS, row, strict=True)))
        for row, known in zip(rows, answerable, strict=True)
        if not known
    ]
    return replace(
        gate,
        answer_from=float(np.quantile(outside, 1 - ANSWERED_OUT_OF_SCOPE)),
        closest_from=float(np.quantile(outside, 1 - CLOSEST_OUT_OF_SCOPE)),
    )


def _fitted(rows: list[list[float]], answerable: list[bool]) -> Gate:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=500, class_weight="balanced").fit(np.array(rows), answerable)
    weights = dict(zip(SIGNALS, map(float, model.coef_[0]), strict=True))
    return Gate(weights, float(model.intercept_[0]), 0.5, 0.5)


def _folds(examples: Sequence[Example]) -> list[set[Example]]:
    """Two disjoint sets to hold out in turn: whole files in scope, and a fifth each of what is out of scope."""
    sources: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        if example.clause:
            sources[example.source].append(example)
    largest = sorted(sources, key=lambda name: (-len(sources[name]), name))
    folds: list[set[Example]] = []
    for number in (0, 1):
        inside = (
            sources[largest[number]] if len(largest) > 2 else [e for e in examples if e.clause and _fifth(e) == number]
        )
        outside = [e for e in examples if not e.clause and _fifth(e) in (number, number + 2)]
        folds.append({*inside[:CALIBRATION_LIMIT], *outside[:CALIBRATION_LIMIT]})
    return folds


def _fifth(example: Example) -> int:
    """A number from 0 to 4 that depends on the words alone."""
    return hashlib.sha256(example.ask.encode()).digest()[0] % 5


def _searcher(content: Content, taught: Taught, encoder: Encoder) -> Searcher:
    """A search that knows only these examples, over indexes in memory."""
    texts = [row for row, passage in enumerate(content.passages) if passage.kind is not PassageKind.EXAMPLE]
    clause_passages = tuple(content.passages[row] for row in texts)
    keys = [f"example:{row}" for row in range(len(taught.examples))]
    vectors = np.vstack([np.asarray(content.vectors)[texts], taught.vectors])
    example_passages = tuple(
        replace(clause_passages[0], key=key, kind=PassageKind.EXAMPLE, clause=e.clause, text=e.ask, start=0, end=0)
        for key, e in zip(keys, taught.examples, strict=True)
    )
    known = replace(
        content,
        passages=(*clause_passages, *example_passages),
        examples=dict(zip(keys, taught.examples, strict=True)),
        vectors=vectors,
        learned=_models(taught, UNTAUGHT_GATE),
    )
    clause_keys = [passage.key for passage in clause_passages]
    return Searcher(
        known,
        encoder,
        MemoryIndex(clause_keys, vectors[: len(texts)]),
        MemoryIndex(keys, taught.vectors),
        LexicalIndex.build(clause_keys, [p.text for p in clause_passages]),
        LexicalIndex.build(keys, [e.ask for e in taught.examples]),
        LexicalIndex.build(section_keys(content), list(section_texts(content))),
    )
