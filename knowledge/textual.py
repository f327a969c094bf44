"""What the documents' own text says about a question: evidence at the clause, its section and its document.

A clause that stands alone says little of what it is about, so it is lent what its section and its document are worth:
the mean similarity of the best few clauses there. Words are looked for in whole sections, and weighed twice: by how
rare they are among all sections, and by how rare they are within the document, which tells sections of one policy
apart that all speak of the same thing. The second weighs the question itself higher than the story told around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Catalogue
from knowledge.everyday import Everyday, Rewording
from knowledge.generation import Content
from knowledge.lexical import LexicalIndex, words
from knowledge.model import Clause, PassageKind, Vector, Vectors

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]

LONGEST = 30
"""Clauses up to which a section is taken as one; a longer one counts as several."""
BEST = 3
"""The clauses that speak for their section or document."""
WEIGHTS = {
    "clause": 12.0,
    "sentence": 7.0,
    "section": 2.0,
    "document": 6.0,
    "words": 1.5,
    "told": 1.0,
    "asked": 2.0,
    "own": 2.5,
    "reworded": 10.0,
    "own_reworded": 28.0,
}
"""Log odds a unit: similarities of clause, best sentence, section and document; words among all sections, of the whole
text and of the question within its document, and in the clause itself; rewordings in the section and in the clause.
Fitted on public pages and made-up policies (docs/measurements.md). The last two are seldom above a quarter.
"""
WORD_SECTIONS = 30
"""Sections that come into question for their words alone."""
MOST = 60
"""Clauses, the best ones, that evidence is given for."""
_SPREAD = 0.3
"""Keeps documents whose sections hardly differ in their words from being told apart by chance."""
_STEADY = 6.0
STORY = 25
"""Words from which a message tells a story around its question."""
REWORDED = 1.5
"""What the rewording's vector counts, at most as much as the question's, for each unit of its share."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LEANING = re.compile(r"(this|these|those|that|it|they|such)\b", re.IGNORECASE)
"""How a sentence begins that makes sense only after the one before."""


def asked(question: str) -> str:
    """The question in a message that also tells a story: its sentences with a question mark, else its last one."""
    sentences = _SENTENCE.split(question.strip())
    return " ".join(s for s in sentences if s.endswith("?")) or sentences[-1]


def reworded(question: str, lexicon: Everyday, vocabulary: AbstractSet[str]) -> Rewording:
    """A question as documents of this vocabulary may put it; a story told around it stays as it is."""
    part = asked(question) if len(question.split()) >= STORY else question
    rewording = lexicon.reworded(part, vocabulary)
    return replace(rewording, text=question.replace(part, rewording.text))


@dataclass(frozen=True, slots=True)
class Section:
    """Clauses that stand together in one edition of a document: those from `start` up to `end` in the content."""

    document: tuple[str, str]
    start: int
    end: int


def sections(content: Content) -> list[Section]:
    """Every section of every edition, in order, long ones in parts."""
    found: list[Section] = []
    start = 0
    for (reference, edition, _), together in groupby(content.clauses, _place):
        end = start + sum(1 for _ in together)
        cuts = [*range(start, end, LONGEST), end]
        found += [Section((reference, edition), *span) for span in pairwise(cuts)]
        start = end
    return found


def _place(clause: Clause) -> tuple[str, str, tuple[str, ...]]:
    return clause.document, clause.edition, clause.section_path


def section_keys(content: Content) -> list[str]:
    """A name for each section, by its place."""
    return [str(number) for number in range(len(sections(content)))]


def section_texts(content: Content) -> Iterator[str]:
    """The words of each section: its document's title, its headings, its clauses."""
    titles = {(document.reference, document.edition): document.title for document in content.documents}
    for section in sections(content):
        clauses = content.clauses[section.start : section.end]
        yield " ".join([titles[section.document], *clauses[0].section_path, *(clause.text for clause in clauses)])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the text says for one clause. `similarity` is the best of its passages'; `rule` its nearest rule."""

    odds: float
    similarity: float
    lexical: float
    span: tuple[int, int] | None
    rule: int


class Textual:
    """Weighs clauses of one generation by its text, in any view of it."""

    def __init__(self, content: Content, section_words: LexicalIndex, clause_words: LexicalIndex) -> None:
        self._content = content
        self._words = section_words
        self._clause_words = clause_words
        self._sections = sections(content)
        self._starts = np.array([section.start for section in self._sections], dtype=np.int64)
        numbers: dict[tuple[str, str], int] = {}
        self._documents = np.array(
            [numbers.setdefault(section.document, len(numbers)) for section in self._sections], dtype=np.int64
        )
        self._numbers = numbers
        self._sizes = np.bincount(self._documents, minlength=1).astype(np.float64)
        self._place_of = {(clause.id, clause.edition): place for place, clause in enumerate(content.clauses)}
        self._rows, self._first = self._passage_rows()
        self._indexed = self._positions()

    def _passage_rows(self) -> tuple[Numbers, Numbers]:
        """Rows of passages clause by clause, and where each clause's begin among them."""
        found: list[list[int]] = [[] for _ in self._content.clauses]
        for row, passage in enumerate(self._content.passages):
            if passage.kind is not PassageKind.EXAMPLE:
                for edition in passage.editions:
                    found[self._place_of[passage.clause or "", edition]].append(row)
        first = np.cumsum([0, *map(len, found)])
        return np.array([row for rows in found for row in rows], dtype=np.int64), first

    def _positions(self) -> Numbers:
        """Where the words of each clause stand in their index."""
        standing = [
            row for row, passage in enumerate(self._content.passages) if passage.kind is not PassageKind.EXAMPLE
        ]
        position = np.zeros(len(self._content.passages), dtype=np.int64)
        position[standing] = np.arange(len(standing))
        return position[self._rows[self._first[:-1]]] if len(self._rows) else np.zeros(0, dtype=np.int64)

    def meant(self, question: str, rewording: Rewording, vectors: Vectors) -> Vector:
        """The mean of a question's vector and its rewording's, which counts by what is reworded."""
        own = _summed(self._clause_words, words(question))[1]
        reworded = _said(self._clause_words, rewording)[1]
        weight = min(0.5, REWORDED * reworded / (reworded + own)) if reworded else 0.0
        return np.asarray((1 - weight) * vectors[0] + weight * vectors[-1], dtype=np.float32)

    def weigh(
        self, question: str, rewording: Rewording, vector: Vector, near: Iterable[str], within: Catalogue
    ) -> dict[str, Evidence]:
        """Evidence for the clauses of all sections that hold a clause `near` in meaning, or many telling words.

        `vector` says what is meant.
        """
        holding = np.zeros(len(self._numbers) or 1, dtype=bool)
        holding[[self._numbers[d.reference, d.edition] for d in within.documents.values()]] = True
        telling, told, by_question = self._word_scores(question, holding)
        ideal = sum(self._words.postings(word)[0] for word in words(question))
        reworded = _reworded(self._words, rewording, ideal, holding[self._documents])
        chosen = self._chosen(near, (telling, reworded), within)
        if not len(chosen):
            return {}
        places = np.concatenate([np.arange(self._sections[s].start, self._sections[s].end) for s in chosen])
        section_of = np.repeat(chosen, [self._sections[s].end - self._sections[s].start for s in chosen])
        by_section = {"words": telling, "told": told, "asked": by_question, "reworded": reworded}
        by_words = {name: scores[section_of] for name, scores in by_section.items()}
        by_words |= self._own_words(question, rewording, places)
        return self._evidence(places, section_of, vector, by_words)

    def _chosen(self, near: Iterable[str], by_words: Iterable[Floats], within: Catalogue) -> Numbers:
        places = [self._place_of[name, within.clauses[name].edition] for name in near if name in within.clauses]
        chosen = np.searchsorted(self._starts, np.array(places, dtype=np.int64), side="right") - 1
        for scores in by_words:
            best = np.argsort(-scores, kind="stable")[:WORD_SECTIONS]
            chosen = np.union1d(chosen, best[scores[best] > 0])
        return chosen

    def _own_words(self, question: str, rewording: Rewording, places: Numbers) -> dict[str, Floats]:
        """Words and rewordings in each of the clauses and in what it stands under, not in its neighbours."""
        standing = np.zeros(self._clause_words.count, dtype=bool)
        standing[self._indexed[places]] = True
        scores, ideal = _summed(self._clause_words, words(question))
        own = _scaled(scores, ideal, standing)
        reworded = _reworded(self._clause_words, rewording, ideal, standing)
        return {"own": own[self._indexed[places]], "own_reworded": reworded[self._indexed[places]]}

    def _evidence(
        self, places: Numbers, section_of: Numbers, vector: Vector, by_words: dict[str, Floats]
    ) -> dict[str, Evidence]:
        """The weighted sum of everything that speaks for each of the clauses, best first."""
        first, counts = self._first[places], self._first[places + 1] - self._first[places]
        begin = np.cumsum(counts) - counts
        rows = self._rows[np.arange(counts.sum()) + np.repeat(first - begin, counts)]
        similar = np.asarray(self._content.vectors[rows] @ vector, dtype=np.float64)
        whole = similar[begin]
        parts = similar.copy()
        parts[begin[counts > 1]] = -1.0
        part = np.maximum.reduceat(parts, begin)
        signals = {
            "clause": whole,
            "sentence": part,
            "section": _mean_of_best(whole, section_of),
            "document": _mean_of_best(whole, self._documents[section_of]),
            **by_words,
        }
        odds = np.sum([WEIGHTS[name] * scores for name, scores in signals.items()], axis=0)
        found = {}
        for number in np.argsort(-odds, kind="stable")[:MOST].tolist():
            own = slice(int(begin[number]), int(begin[number] + counts[number]))
            span, rule = self._best_parts(rows[own].tolist(), similar[own].tolist())
            found[self._content.clauses[places[number]].id] = Evidence(
                float(odds[number]), max(similar[own].tolist()), float(signals["words"][number]), span, rule
            )
        return found

    def _best_parts(self, rows: Sequence[int], scores: Sequence[float]) -> tuple[tuple[int, int] | None, int]:
        """The span of a clause's sentence and the number of its rule that speak best for it, and of the same thing."""
        nearest = sorted(zip(scores, rows, strict=True), key=lambda found: (-found[0], found[1]))
        by_kind = {
            kind: [(score, row) for score, row in nearest if self._content.passages[row].kind is kind]
            for kind in (PassageKind.SENTENCE, PassageKind.PLAIN)
        }
        sentences, rules = by_kind.values()
        sentence = sentences[0][1] if sentences else None
        rule = rules[0][1] if rules else None
        if sentences and rules:
            sentence, rule = self._matching(sentences, rules)
        span = None if sentence is None else self._standing_alone(sentence, sorted(row for _, row in sentences))
        return span, 0 if rule is None else self._content.passages[rule].start

    def _matching(self, sentences: Sequence[tuple[float, int]], rules: Sequence[tuple[float, int]]) -> tuple[int, int]:
        """The sentence and the rule that are near the question and near each other, as rows."""
        alike = self._content.vectors[[row for _, row in sentences]] @ self._content.vectors[[r for _, r in rules]].T
        own = np.add.outer([score for score, _ in sentences], [score for score, _ in rules])
        sentence, rule = np.unravel_index(np.argmax(own + alike), alike.shape)
        return sentences[int(sentence)][1], rules[int(rule)][1]

    def _standing_alone(self, sentence: int, rows: Sequence[int]) -> tuple[int, int]:
        """The span of a sentence with what it points back to, and with what points back to it."""
        passages = [self._content.passages[row] for row in rows]
        first = last = rows.index(sentence)
        while first and _LEANING.match(passages[first].text):
            first -= 1
        while last + 1 < len(passages) and _LEANING.match(passages[last + 1].text):
            last += 1
        return passages[first].start, passages[last].end

    def _word_scores(self, question: str, holding: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
        """Section by section: words among all, words within the document, and the asking words within it."""
        everywhere, told, by_question = (np.zeros(len(self._sections)) for _ in range(3))
        ideal = 0.0
        wanted = set(words(asked(question)))
        for word in words(question):
            rarity, found, scores = self._words.postings(word)
            ideal += rarity
            everywhere[found] += scores
            local = scores / rarity * self._local_rarity(found)
            told[found] += local
            if word in wanted:
                by_question[found] += local
        everywhere = _scaled(everywhere, ideal, holding[self._documents])
        return everywhere, self._within_documents(told), self._within_documents(by_question)

    def _local_rarity(self, found: Numbers) -> Floats:
        """How rare a word that these sections hold is within the document of each."""
        documents = self._documents[found]
        holding = np.bincount(documents, minlength=len(self._sizes))[documents]
        return np.asarray(np.log1p((self._sizes[documents] - holding + 0.5) / (holding + 0.5)))

    def _within_documents(self, scores: Floats) -> Floats:
        """How far each section stands out from its document."""
        total = np.bincount(self._documents, scores, minlength=len(self._sizes))
        squares = np.bincount(self._documents, scores * scores, minlength=len(self._sizes))
        mean = total / np.maximum(self._sizes, 1)
        deviation = np.sqrt(np.maximum(squares / np.maximum(self._sizes, 1) - mean * mean, 0))
        return np.asarray((scores - mean[self._documents]) / (deviation[self._documents] + _SPREAD) / _STEADY)


def _summed(index: LexicalIndex, stems: Iterable[str]) -> tuple[Floats, float]:
    """What each text scores for these words together, and the sum of their rarities."""
    scores = np.zeros(index.count)
    ideal = 0.0
    for stem in stems:
        rarity, found, found_scores = index.postings(stem)
        ideal += rarity
        scores[found] += found_scores
    return scores, ideal


def _said(index: LexicalIndex, rewording: Rewording) -> tuple[Floats, float]:
    """What each text scores for what is said, each thing by the wording that the text holds most of; their rarities."""
    total = np.zeros(index.count)
    ideal = 0.0
    for said in rewording.said:
        found = [(len(wording) ** -0.5, *_summed(index, wording)) for wording in said.written]
        total += said.weight * np.max([share * scores for share, scores, _ in found], axis=0)
        ideal += said.weight * max(share * rarity for share, _, rarity in found)
    return total, ideal


def _reworded(index: LexicalIndex, rewording: Rewording, own: float, standing: NDArray[np.bool_]) -> Floats:
    """What each text scores for what is said, times its share in the question, whose own words are `own` rare."""
    scores, ideal = _said(index, rewording)
    return _scaled(scores, ideal, standing) * (ideal / (ideal + own)) if ideal else scores


def _scaled(scores: Floats, ideal: float, standing: NDArray[np.bool_]) -> Floats:
    """From 0 to about 1: halfway, in proportion, between the share of the best text and that of a perfect one."""
    kept = np.where(standing, scores, 0.0)
    top = kept.max(initial=0.0)
    return np.asarray(kept / np.sqrt(top * ideal)) if top else kept


def _mean_of_best(scores: Floats, groups: Numbers) -> Floats:
    """For each clause, the mean of the best few in its group."""
    order = np.lexsort((-scores, groups))
    _, first, inverse, counts = np.unique(groups[order], return_index=True, return_inverse=True, return_counts=True)
    kept = np.arange(len(order)) - first[inverse] < BEST
    means = np.bincount(inverse[kept], scores[order][kept]) / np.minimum(counts, BEST)
    result = np.empty(len(scores))
    result[order] = means[inverse]
    return result
