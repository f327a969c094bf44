"""Which clauses may answer a question, and how sure the search is of them.

Up to five witnesses are heard: the documents' own text (`textual`), the example questions nearest to this one, two
heads learned from the examples, one over a question's meaning and one over its words, and a model trained on them where
there is one. Each gives every clause a share; the shares are multiplied, weighted. Documents without examples are
searched by their text alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from knowledge import everyday
from knowledge.catalogue import Catalogue
from knowledge.everyday import Everyday, Rewording
from knowledge.generation import Content
from knowledge.learned import agreed
from knowledge.lexical import LexicalIndex, words
from knowledge.model import Clause, Example, Hit, Match, PassageKind, Vector, Vectors
from knowledge.ports import Encoder, Trained, VectorIndex
from knowledge.spelling import Spelling
from knowledge.textual import Evidence, Textual, reworded
from knowledge.trained import Judged

NEIGHBOUR_SHARPNESS = 12.0
LEXICAL_BONUS = 0.4
"""What a perfect word match adds to the cosine similarity of an example question."""
ALSO_SHARE = 0.3
"""What an example counts for the clauses that its answer mentions second."""
WITNESS_WEIGHTS = {"text": 0.05, "neighbours": 0.275, "head": 0.175, "words": 0.5}
WITNESS_WEIGHTS_BESIDE_TRAINED = {"text": 0.02, "neighbours": 0.26, "head": 0.03, "words": 0.28, "trained": 0.41}
"""The most likely weights on files of examples that none of the witnesses had seen."""
CERTAINTY = 2.0
"""How far the witnesses' mean is sharpened: they look at different sides of a question, so agreement counts."""
FLOOR = 1e-3
"""No witness rules a clause out alone."""
CLAUSE_CANDIDATES = 60
MOST_HITS = 30
EXAMPLE_CANDIDATES = 100
WORD_CANDIDATES = 50
CROWDED = 8
"""How many times as many candidates are asked for where other editions and audiences crowd out those of a view."""
FEW = 2000
"""Passages up to which comparing a view whole is faster than picking from the index."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An example question near to the one asked, with its weight among the neighbours (they add up to 1)."""

    example: Example
    weight: float
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a search found: clauses best first, the nearest examples, and signals for the gates.

    `verdicts` and `routes` are what the learned heads and the trained model agree on, `trained_verdicts` what the
    trained model says alone; each empty where there is none.
    """

    hits: tuple[Hit, ...]
    neighbours: tuple[Neighbour, ...]
    signals: dict[str, float]
    verdicts: dict[str, float]
    routes: dict[str, float]
    trained_verdicts: dict[str, float] = field(default_factory=dict)


class Searcher:
    """Searches one generation, in the view that a question is asked in. Holds no state between questions but caches."""

    def __init__(
        self,
        content: Content,
        encoder: Encoder,
        clauses: VectorIndex,
        examples: VectorIndex,
        clause_words: LexicalIndex,
        example_words: LexicalIndex,
        section_words: LexicalIndex,
        trained: Trained | None = None,
        spelling: Spelling | None = None,
    ) -> None:
        self._content, self._trained, self._spelling = content, trained, spelling
        self._encoder = encoder
        self._clause_index, self._example_index = clauses, examples
        self._clause_words, self._example_words = clause_words, example_words
        self._passages = {passage.key: passage for passage in content.passages}
        self._rows = {passage.key: row for row, passage in enumerate(content.passages)}
        self._text = Textual(content, section_words, clause_words)
        self._vocabulary = section_words.vocabulary
        taught = {example.clause for example in content.examples.values()}
        self._untaught = {c.document for c in content.clauses} - {c.document for c in content.clauses if c.id in taught}
        self._lexicon = everyday.lexicon(content.words)
        self._rewords = self._lexicon if self._untaught else Everyday(content.words)
        self.rewording = lru_cache(maxsize=256)(self._reworded)
        self._beside = ThreadPoolExecutor(1)  # two small models side by side take half the time of one after the other
        self._standing = lru_cache(maxsize=8)(self._rows_of)

    def search(self, question: str, within: Catalogue) -> Findings:
        """Search among the clauses of one view and no others, so that no two editions are ever found together."""
        judged = self._beside.submit(self._trained.judge, question) if self._trained else None
        texts = dict.fromkeys([question, self.rewording(question).text])
        vectors = self._encoder.encode([*texts])
        return self.search_vectors(question, vectors, judged.result() if judged else {}, within)

    def spelt(self, question: str) -> str:
        """The question as it was most likely meant to be typed."""
        text = self._lexicon.spelt_out(question)
        return self._spelling.corrected(text) if self._spelling else text

    def familiar(self, text: str) -> float:
        """The share of a text's telling words that stand in the documents, or in examples that are about them.

        1 where a document has no examples: nobody can tell then what colleagues call things.
        """
        telling = set(words(text))
        if self._untaught or not telling:
            return 1.0
        return len(telling & self._used) / len(telling)

    @cached_property
    def _used(self) -> frozenset[str]:
        examples = self._content.examples.values()
        asked = [example.ask for example in examples if example.clause or example.route]
        return frozenset(word for text in (*asked, *(c.text for c in self._content.clauses)) for word in words(text))

    def _reworded(self, question: str) -> Rewording:
        """The question as the documents may put it; where examples say for all what colleagues mean, by the owner."""
        return reworded(question, self._rewords, self._vocabulary)

    def search_vectors(self, question: str, vectors: Vectors, judged: Judged, within: Catalogue) -> Findings:
        """As `search`, with the question already encoded, and its rewording where that is another text.

        `judged` is what the trained model says of the question; empty where there is none.
        """
        learned = self._content.learned
        vector, rewording = vectors[0], self.rewording(question)
        meant = self._text.meant(question, rewording, vectors)
        near = (self._passages[match.key].clause or "" for match in self.nearest(meant, within))
        evidence = self._text.weigh(question, rewording, meant, near, within)
        neighbours = self._neighbours(question, vector, within)
        shares = {
            "text": _text_shares(evidence),
            "neighbours": _votes(neighbours),
            "head": learned.by_meaning("clause", vector),
            "words": learned.by_words("clause", question),
            "trained": judged.get("clause", {}),
        }
        scores = _combined({name: share for name, share in shares.items() if share}, within.clauses)
        ranked = sorted(scores, key=lambda clause: (-scores[clause], clause))[:MOST_HITS]
        hits = tuple(_hit(within.clauses[clause], scores[clause], evidence.get(clause)) for clause in ranked)
        return Findings(
            hits=hits,
            neighbours=neighbours,
            signals=self._signals(question, rewording, hits, shares, neighbours, within)
            | self._text_signals(question, rewording, evidence, within)
            | {
                "scope": learned.by_meaning("scope", vector).get("in", 0.5),
                "scope_words": learned.by_words("scope", question).get("in", 0.5),
                "scope_trained": judged.get("scope", {}).get("in", 0.5),
                "sure": max(shares["trained"].values(), default=0.0),
            },
            verdicts=self._opinion("verdict", question, vector, judged),
            routes=self._opinion("route", question, vector, judged),
            trained_verdicts=judged.get("verdict", {}),
        )

    def _rows_of(self, within: Catalogue) -> dict[str, int]:
        """The passages that stand in a view, each with its vector's row."""
        passages = [p for p in self._content.passages if p.kind is not PassageKind.EXAMPLE]
        return {passage.key: self._rows[passage.key] for passage in passages if within.holds(passage)}

    def _opinion(self, head: str, question: str, vector: Vector, judged: Judged) -> dict[str, float]:
        """What the heads learned at ingest and the trained model agree on."""
        learned = self._content.learned.by_both(head, question, vector)
        return agreed(learned, judged[head]) if learned and head in judged else learned or judged.get(head, {})

    def nearest(self, vector: Vector, within: Catalogue) -> list[Match]:
        """The passages of a view nearest in meaning; where there are few, all are compared."""
        standing = self._standing(within)
        if len(standing) > FEW:
            return _inside(standing, lambda limit: self._clause_index.nearest(vector, limit))
        scores = self._content.vectors[list(standing.values())] @ vector
        keys = list(standing)
        return [Match(keys[row], float(scores[row])) for row in np.argsort(-scores, kind="stable")[:CLAUSE_CANDIDATES]]

    def _neighbours(self, question: str, vector: Vector, within: Catalogue) -> tuple[Neighbour, ...]:
        """Example questions near in meaning or in words, weighted by both."""
        by_words = self._example_words.nearest(question, WORD_CANDIDATES)
        top = by_words[0].score if by_words else 1.0
        bonus = {match.key: LEXICAL_BONUS * match.score / top for match in by_words}
        cosine = {match.key: match.score for match in self._example_index.nearest(vector, EXAMPLE_CANDIDATES)}
        missing = [key for key in bonus if key not in cosine]
        cosine |= self._cosines(missing, vector)
        if not cosine:
            return ()
        keys = sorted(cosine, key=lambda key: (-(cosine[key] + bonus.get(key, 0.0)), key))[:EXAMPLE_CANDIDATES]
        closeness = np.array([cosine[key] + bonus.get(key, 0.0) for key in keys])
        weights = np.exp((closeness - closeness[0]) * NEIGHBOUR_SHARPNESS)
        weights /= weights.sum()
        examples = self._content.examples
        return tuple(
            Neighbour(_seen(examples[key], within), float(weight), cosine[key])
            for key, weight in zip(keys, weights, strict=True)
            if key in examples
        )

    def _cosines(self, keys: Sequence[str], vector: Vector) -> dict[str, float]:
        if not keys:
            return {}
        rows = self._content.vectors[[self._rows[key] for key in keys]]
        return dict(zip(keys, (rows @ vector).tolist(), strict=True))

    def _signals(
        self,
        question: str,
        rewording: Rewording,
        hits: Sequence[Hit],
        shares: dict[str, dict[str, float]],
        neighbours: Sequence[Neighbour],
        within: Catalogue,
    ) -> dict[str, float]:
        """What the gates look at, each about 0 to 1."""
        leaders = [max(share, key=lambda clause: share[clause]) for share in shares.values() if share]
        inside = max((n.similarity for n in neighbours if n.example.clause), default=0.0)
        outside = max((n.similarity for n in neighbours if not n.example.clause), default=0.0)
        first = hits[0] if hits else None
        return {
            "dense": max((hit.dense for hit in hits), default=0.0),
            "coverage": self._coverage(question, rewording, first.clause_id, within) if first else 0.0,
            "share": first.score if first else 0.0,
            "margin": hits[0].score - hits[1].score if len(hits) > 1 else 0.0,
            "agreement": leaders.count(first.clause_id) / len(leaders) if first and leaders else 0.0,
            "inside": inside,
            "outside": outside,
            "voted_inside": sum(n.weight for n in neighbours if n.example.clause),
        }

    def _text_signals(
        self, question: str, rewording: Rewording, evidence: dict[str, Evidence], within: Catalogue
    ) -> dict[str, float]:
        """What the text alone says: its evidence, how far that leads, how many of the words are known at all.

        The best of many clauses is better by chance: `size` is the log of how many times 100 there are.
        """
        odds = sorted((e.odds for e in evidence.values()), reverse=True)
        asked = set(words(question))
        known = [
            word for word in asked if word in self._vocabulary or any(word in said.stems for said in rewording.said)
        ]
        return {
            "odds": odds[0] if odds else 0.0,
            "lead": odds[0] - odds[1] if len(odds) > 1 else 0.0,
            "known": len(known) / len(asked) if asked else 0.0,
            "size": float(np.log(max(len(within.clauses), 100) / 100)),
        }

    def _coverage(self, question: str, rewording: Rewording, clause_id: str, within: Catalogue) -> float:
        """The share of the question's telling words that the clause, its place and its plain words hold or reword."""
        asked = set(words(question))
        if not asked:
            return 0.0
        rarity = {word: self._clause_words.rarity(word) for word in asked}
        clause = within.clauses[clause_id]
        rules = within.rules.get(clause_id, ())
        held = set(words(" ".join([clause.text, clause.lead_in, *clause.section_path, *(r.plain for r in rules)])))
        for said in rewording.said:
            if any(held.issuperset(wording) for wording in said.written):
                held |= said.stems
        total = sum(rarity.values())
        return sum(rarity[word] for word in asked & held) / total if total else 0.0


def _seen(example: Example, within: Catalogue) -> Example:
    """An example as a view sees it: what only a clause elsewhere answers, the view doesn't answer."""
    return example if example.clause is None or example.clause in within.clauses else replace(example, clause=None)


def _inside(standing: Collection[str], nearest: Callable[[int], list[Match]]) -> list[Match]:
    """The best matches among those that stand in a view; more are asked for until there are enough or no more."""
    limit, wanted = CLAUSE_CANDIDATES, min(CLAUSE_CANDIDATES, len(standing))
    while True:
        found = nearest(limit)
        inside = [match for match in found if match.key in standing]
        if len(inside) >= wanted or len(found) < limit:
            return inside[:wanted]
        limit *= CROWDED


def _hit(clause: Clause, score: float, evidence: Evidence | None) -> Hit:
    whole = (0, len(clause.text))
    if evidence is None:
        return Hit(clause_id=clause.id, score=score, dense=0.0, lexical=0.0, span=whole)
    return Hit(
        clause_id=clause.id,
        score=score,
        dense=evidence.similarity,
        lexical=evidence.lexical,
        span=evidence.span or whole,
        rule=evidence.rule,
    )


def _text_shares(evidence: dict[str, Evidence]) -> dict[str, float]:
    """Log odds turned into shares."""
    top = max((e.odds for e in evidence.values()), default=0.0)
    odds = {clause: float(np.exp(e.odds - top)) for clause, e in evidence.items()}
    total = sum(odds.values())
    return {clause: odd / total for clause, odd in odds.items()}


def _votes(neighbours: Sequence[Neighbour]) -> dict[str, float]:
    """The neighbours' weights added up by clause, scaled to shares."""
    votes: defaultdict[str, float] = defaultdict(float)
    for neighbour in neighbours:
        if neighbour.example.clause:
            votes[neighbour.example.clause] += neighbour.weight
            for clause in neighbour.example.also:
                votes[clause] += ALSO_SHARE * neighbour.weight
    total = sum(votes.values())
    return {clause: vote / total for clause, vote in votes.items()}


def _combined(shares: dict[str, dict[str, float]], clauses: dict[str, Clause]) -> dict[str, float]:
    """A weighted geometric mean of the witnesses' shares, over the clauses that any of them names."""
    named = {clause for share in shares.values() for clause in share if clause in clauses}
    if not named:
        return {}
    weights = WITNESS_WEIGHTS_BESIDE_TRAINED if "trained" in shares else WITNESS_WEIGHTS
    total = sum(weights[name] for name in shares)
    logs = {
        clause: sum(weights[name] / total * np.log(share.get(clause, 0.0) + FLOOR) for name, share in shares.items())
        for clause in named
    }
    top = max(logs.values())
    odds = {clause: float(np.exp(CERTAINTY * (log - top))) for clause, log in logs.items()}
    whole = sum(odds.values())
    return {clause: odd / whole for clause, odd in odds.items()}
