"""Ids that stay: an edition's clauses keep the ids that their forerunners were published under.

Clauses of two editions are paired first where they say the same, in the longest common order, and then where they are
much alike: of all ways to pair what is left, the one whose likenesses add up to the most. A paired clause keeps its id;
a new one takes the number of its place, or, where another clause has or had that number, the number with a suffix.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from knowledge.model import Clause

Pair = tuple[Clause | None, Clause | None]
"""A clause of the old edition and the one of the new that continues it; None on the side where there is none."""

ALIKE = 57.0
"""Likeness in percent from which an edited clause counts as the same one; two picked at random have about 30."""
ALIKE_IN_PLACE = 42.0
"""The same for a clause that has kept its number in its section: it may have been edited more."""
IN_PLACE = 5.0
"""What standing where the clauses around it lead one to expect adds to a clause's likeness, when several are alike."""
NEARBY = 4
"""Clauses to each side of the expected place that are compared with an edited clause."""
SHARING_WORDS = 8
"""Clauses elsewhere, those that share the rarest words with it, that are compared with an edited clause."""
TELLING = 50
"""Clauses that may hold a word for it to tell which is meant."""
_WORD = re.compile(r"\w+")


def match(old: Sequence[Clause], new: Sequence[Clause]) -> list[Pair]:
    """Pair the clauses of two editions: every new clause in its order, then the old ones that have gone."""
    pairs = _paired(old, new)
    gone = set(range(len(old))) - set(pairs.values())
    continued: list[Pair] = [(old[pairs[n]] if n in pairs else None, clause) for n, clause in enumerate(new)]
    return [*continued, *((old[o], None) for o in sorted(gone))]


def keep_ids(clauses: Sequence[Clause], editions: Sequence[Sequence[Clause]]) -> list[Clause]:
    """The clauses of one document with the ids they keep or get; `editions` are all known ones, the latest first.

    A clause that isn't in the latest edition is looked for in those before it, so that one that comes back has its id.
    """
    kept: dict[int, str] = {}
    for edition in editions:
        free = [place for place in range(len(clauses)) if place not in kept]
        known = [clause for clause in edition if clause.id not in kept.values()]
        pairs = _paired(known, [clauses[place] for place in free])
        kept |= {free[n]: known[o].id for n, o in pairs.items()}
    taken = {clause.id for edition in editions for clause in edition}
    named: list[Clause] = []
    for place, clause in enumerate(clauses):
        name = kept.get(place) or _free(clause.id, taken)
        taken.add(name)
        named.append(replace(clause, id=name))
    return named


def _paired(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """The place in the old edition that each place in the new one continues."""
    pairs: dict[int, int] = {}
    for said in (_where_and_what, _what):
        _pair_in_order(old, new, pairs, said)
        _pair_anywhere(old, new, pairs, said)
    _pair_alike(old, new, pairs)
    return pairs


def _where_and_what(clause: Clause) -> tuple[object, ...]:
    return (clause.section_path, clause.lead_in, clause.text)


def _what(clause: Clause) -> tuple[object, ...]:
    return (clause.text,)


def _left(old: Sequence[Clause], new: Sequence[Clause], pairs: dict[int, int]) -> tuple[list[int], list[int]]:
    """Places of both editions that are not paired yet."""
    used = set(pairs.values())
    return [o for o in range(len(old)) if o not in used], [n for n in range(len(new)) if n not in pairs]


def _pair_in_order(
    old: Sequence[Clause], new: Sequence[Clause], pairs: dict[int, int], said: Callable[[Clause], object]
) -> None:
    """Pair the longest sequence of clauses that say the same in the same order."""
    olds, news = _left(old, new, pairs)
    numbers: dict[object, int] = {}
    before = [numbers.setdefault(said(old[o]), len(numbers)) for o in olds]
    after = [numbers.setdefault(said(new[n]), len(numbers)) for n in news]
    for step in LCSseq.opcodes(before, after):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                pairs[news[step.dest_start + offset]] = olds[step.src_start + offset]


def _pair_anywhere(
    old: Sequence[Clause], new: Sequence[Clause], pairs: dict[int, int], said: Callable[[Clause], object]
) -> None:
    """Pair clauses that have moved without a word changed, the first with the first."""
    olds, news = _left(old, new, pairs)
    places: defaultdict[object, deque[int]] = defaultdict(deque)
    for o in olds:
        places[said(old[o])].append(o)
    for n in news:
        same = places[said(new[n])]
        if same:
            pairs[n] = same.popleft()


def _pair_alike(old: Sequence[Clause], new: Sequence[Clause], pairs: dict[int, int]) -> None:
    """Pair edited clauses so that their likenesses add up to the most."""
    olds, news = _left(old, new, pairs)
    if not olds or not news:
        return
    expected = _expected(news, pairs)
    found: dict[tuple[int, int], float] = {}
    for n, candidates in _candidates(old, new, olds, news, expected):
        for o in candidates:
            alike = _likeness(old[o], new[n])
            if alike >= (ALIKE_IN_PLACE if _same_number(old[o], new[n]) else ALIKE):
                found[o, n] = alike + IN_PLACE / (1 + abs(o - expected[n]))
    for group in _groups(found):
        pairs |= _best(group, found)


def _expected(news: Sequence[int], pairs: dict[int, int]) -> dict[int, int]:
    """Where in the old edition each unpaired clause would stand, going by the paired clause before it."""
    anchors = sorted(pairs)
    expected = {}
    for n in news:
        before = bisect_left(anchors, n) - 1
        expected[n] = pairs[anchors[before]] + n - anchors[before] if before >= 0 else n
    return expected


def _candidates(
    old: Sequence[Clause], new: Sequence[Clause], olds: Sequence[int], news: Sequence[int], expected: dict[int, int]
) -> Iterator[tuple[int, set[int]]]:
    """The unpaired old clauses worth comparing with each new one: near its place, of its number, or sharing words."""
    numbers = {(old[o].section_path, old[o].position): o for o in olds}
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for o in olds:
        for word in _words(old[o].text):
            holding[word].append(o)
    for n in news:
        near = bisect_left(olds, expected[n])
        candidates = set(olds[max(0, near - NEARBY) : near + NEARBY])
        candidates.update(_sharing(_words(new[n].text), holding))
        if (same := numbers.get((new[n].section_path, new[n].position))) is not None:
            candidates.add(same)
        yield n, candidates


def _sharing(words: Iterable[str], holding: dict[str, list[int]]) -> list[int]:
    """Those that share the rarest words; a word that very many hold tells nothing and is passed over."""
    shared: Counter[int] = Counter()
    for word in words:
        places = holding.get(word, ())
        if len(places) <= TELLING:
            for o in places:
                shared[o] += 1000 // len(places)
    return heapq.nsmallest(SHARING_WORDS, shared, key=lambda o: (-shared[o], o))


def _words(text: str) -> list[str]:
    return sorted({word.casefold() for word in _tokens(text)})


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _likeness(old: Clause, new: Clause) -> float:
    """Percent likeness of two texts, half by their letters and half by their words."""
    letters = fuzz.ratio(old.text, new.text, score_cutoff=ALIKE_IN_PLACE)
    words = 100 * Indel.normalized_similarity(_tokens(old.text), _tokens(new.text)) if letters else 0.0
    return float(letters + words) / 2


def _same_number(old: Clause, new: Clause) -> bool:
    return old.section_path == new.section_path and old.position == new.position


def _groups(found: dict[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    """The pairs that compete with each other, directly or through others; each group can be decided alone."""
    of_old: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    of_new: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in found:
        of_old[pair[0]].append(pair)
        of_new[pair[1]].append(pair)
    groups: list[list[tuple[int, int]]] = []
    seen: set[tuple[int, int]] = set()
    for first in sorted(found):
        group, waiting = [], [first]
        while waiting:
            pair = waiting.pop()
            if pair not in seen:
                seen.add(pair)
                group.append(pair)
                waiting += [*of_old[pair[0]], *of_new[pair[1]]]
        if group:
            groups.append(sorted(group))
    return groups


def _best(group: Sequence[tuple[int, int]], found: dict[tuple[int, int], float]) -> dict[int, int]:
    """New place → old place for the pairs of a group that together are most alike."""
    if len(group) == 1:
        return {group[0][1]: group[0][0]}
    from scipy.optimize import linear_sum_assignment

    olds, news = sorted({o for o, _ in group}), sorted({n for _, n in group})
    row, column = {o: i for i, o in enumerate(olds)}, {n: i for i, n in enumerate(news)}
    scores = np.zeros((len(olds), len(news)))
    for o, n in group:
        scores[row[o], column[n]] = found[o, n]
    chosen = zip(*linear_sum_assignment(scores, maximize=True), strict=True)
    return {news[c]: olds[r] for r, c in chosen if scores[r, c] > 0}


def _free(name: str, taken: set[str]) -> str:
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name}-{count}"
    return candidate
