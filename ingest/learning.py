"""Small models learned from the owner's examples over the frozen encoder's vectors: heads, and the gate.

The gate is calibrated on examples that the search was not given: whole files are held out where there are three or
more (neighbours within a file flatter), and a share by their words of the rest. What the trained model says of them
comes from models that did not see those files either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest import concerns, verdicts
from ingest.heard import Heard
from ingest.held_out import opinions
from knowledge.adapters.memory import MemoryIndex
from knowledge.catalogue import Catalogue, Library
from knowledge.generation import Content
from knowledge.learned import UNTAUGHT_GATE, Gate, Head, Learned, WordHead, terms
from knowledge.lexical import LexicalIndex
from knowledge.model import Example, PassageKind, Vectors
from knowledge.search import Searcher
from knowledge.textual import section_keys, section_texts

if TYPE_CHECKING:
    from knowledge.ports import Encoder, Trained

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
    "scope_trained",
    "sure",
)
ANSWERED_OUT_OF_SCOPE = 0.05
"""The highest share of questions that the documents don't answer which may pass the gate as answered."""
CLOSEST_OUT_OF_SCOPE = 0.07
"""The same for "these come closest"."""
CALIBRATION_FOLDS = 4
CALIBRATED_INSIDE, CALIBRATED_OUTSIDE, CALIBRATED_VERDICTS = 700, 400, 1500
"""Held-out examples of each side and fold that gate and router are calibrated on, concerns aside, and of those with a
verdict: its judge has far more to learn."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Examples with their vectors, row by row."""

    examples: tuple[Example, ...]
    vectors: Vectors

    def where(self, chosen: Callable[[Example], bool]) -> Taught:
        rows = [row for row, example in enumerate(self.examples) if chosen(example)]
        return self.at(rows)

    def at(self, rows: Sequence[int] | np.ndarray) -> Taught:
        """The examples of these rows."""
        return Taught(tuple(self.examples[row] for row in rows), self.vectors[rows])


def learn(content: Content, encoder: Encoder, trained: Trained | None) -> Learned:
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
    heard = _heard(content, taught, encoder, trained, newest)
    common = [one for fold in heard for one in fold if one.common]
    learned = _models(taught, _gate(common))
    return replace(learned, judge=verdicts.learn(heard, content.rules), router=concerns.learn(common))


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


def _heard(
    content: Content, taught: Taught, encoder: Encoder, trained: Trained | None, newest: Catalogue
) -> list[list[Heard]]:
    """What is found for a spread of examples, fold by fold, by a search that knows none of the fold."""
    found = opinions(taught.examples, content.trained, trained)
    folds = []
    for number in range(CALIBRATION_FOLDS):
        held = found.folds % CALIBRATION_FOLDS == number
        rows = np.flatnonzero(held)
        common = _sample(taught.examples, rows)
        judged = [int(row) for row in rows if verdicts.judged(taught.examples[row])]
        chosen = list(dict.fromkeys([*common, *_spread(judged, CALIBRATED_VERDICTS)]))
        if not chosen:
            continue
        asked = taught.at(chosen)
        searcher = _searcher(content, taught.at(np.flatnonzero(~held)), encoder, asked.vectors)
        folds.append(
            [
                Heard(
                    e,
                    searcher.search_vectors(e.ask, v[np.newaxis], found.judged.get(row, {}), newest),
                    place < len(common),
                )
                for place, (row, e, v) in enumerate(zip(chosen, asked.examples, asked.vectors, strict=True))
            ]
        )
    return folds


def _gate(heard: Sequence[Heard]) -> Gate:
    """Fit the gate on what was found for held-out examples, and set its thresholds on the same."""
    rows = [[one.findings.signals[name] for name in SIGNALS] for one in heard]
    answerable = [one.example.clause is not None for one in heard]
    gate = _fitted(rows, answerable)
    outside = [
        gate.confidence(dict(zip(SIGNALS, row, strict=True)))
        for row, known in zip(rows, answerable, strict=True)
        if not known
    ]
    return replace(
        gate,
        answer_from=bounded_threshold(outside, ANSWERED_OUT_OF_SCOPE),
        closest_from=bounded_threshold(outside, CLOSEST_OUT_OF_SCOPE),
    )


def bounded_threshold(outside: Sequence[float], bound: float) -> float:
    """The least confidence that so few of these reach that at most `bound` of all their kind do, surely enough.

    "Surely enough" is the upper end of the share's 95 % interval (Wilson). Where there are too few to tell, none of
    them reaches it, and nothing that is likelier out of scope than in.
    """
    confidences = sorted(outside, reverse=True)
    passing = 0
    while passing < len(confidences) and _highest_share(passing + 1, len(confidences)) <= bound:
        passing += 1
    if _highest_share(passing, len(confidences)) > bound:
        return max(0.5, float(np.nextafter(confidences[0], 2.0)))
    return float(np.nextafter(confidences[passing], 2.0)) if passing < len(confidences) else 0.0


def _highest_share(hits: int, of: int) -> float:
    """The upper end of the 95 % Wilson interval of a share."""
    share, z = hits / of, 1.96
    middle = share + z * z / (2 * of)
    spread = z * float(np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)))
    return (middle + spread) / (1 + z * z / of)


def _sample(examples: Sequence[Example], held: np.ndarray) -> list[int]:
    """Everything in a file of concerns, and a spread of the other held-out examples of each side."""
    sources = {example.source for example in examples if example.route}
    chosen = [int(row) for row in held if examples[row].source in sources]
    others = [int(row) for row in held if examples[row].source not in sources]
    for inside, most in ((True, CALIBRATED_INSIDE), (False, CALIBRATED_OUTSIDE)):
        rows = [row for row in others if (examples[row].clause is not None) == inside]
        chosen += _spread(rows, most)
    return chosen


def _spread(rows: list[int], most: int) -> list[int]:
    """At most so many rows, evenly spread."""
    count = min(most, len(rows))
    return [rows[place * len(rows) // count] for place in range(count)]


def _fitted(rows: list[list[float]], answerable: list[bool]) -> Gate:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=500, class_weight="balanced").fit(np.array(rows), answerable)
    weights = dict(zip(SIGNALS, map(float, model.coef_[0]), strict=True))
    return Gate(weights, float(model.intercept_[0]), 0.5, 0.5)


def _searcher(content: Content, taught: Taught, encoder: Encoder, expected: Vectors) -> Searcher:
    """A search that knows only these examples, over indexes in memory, and will be asked about these vectors."""
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
        MemoryIndex(keys, taught.vectors, expected),
        LexicalIndex.build(clause_keys, [p.text for p in clause_passages]),
        LexicalIndex.build(keys, [e.ask for e in taught.examples]),
        LexicalIndex.build(section_keys(content), list(section_texts(content))),
    )
