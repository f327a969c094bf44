"""`make bench-scale`: how an ingest, a small change and a question grow from a thousand clauses to a hundred thousand.

    python -m tests.benchmarks.scale [--sizes 1000 5000 20000] [--stand-in] [--plot FILE.svg]

Every size is ingested once into a home of its own, changed in one clause and ingested again. The bare encoder is given
the same texts in the same run. With --stand-in a text's vector is put together from the real vectors of its words, pair
by pair, which are encoded once: everything but the encoder can then be measured at full size in minutes.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from bot.wiring import Opened, open_generation
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.encoder import OnnxEncoder
from knowledge.adapters.memory import MemoryIndex
from knowledge.generation import Home
from knowledge.model import Vectors
from knowledge.ports import Encoder
from tests.benchmarks import growth, synthetic

QUESTIONS = 300
TOP = 5
SAME = 1e-5
"""Similarities so close are the same: a sentence may stand in several clauses."""
SAMPLE = 2000
"""Texts that the bare encoder is timed on."""


class StandIn:
    """A text's vector is the sum of its pairs of words', as the real encoder sees them; each pair is encoded once."""

    def __init__(self) -> None:
        self._encoder = OnnxEncoder()
        self._known: dict[str, np.ndarray] = {}
        self.fingerprint, self.dimension = f"stand-in-{self._encoder.fingerprint}", self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        pairs = [list(_pairs(text)) for text in texts]
        new = list(dict.fromkeys(pair for own in pairs for pair in own if pair not in self._known))
        self._known |= dict(zip(new, self._encoder.encode(new), strict=True))
        sums = np.array([np.sum([self._known[pair] for pair in own], axis=0) for own in pairs], dtype=np.float32)
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def _pairs(text: str) -> Iterator[str]:
    words = text.split() or [""]
    for start in range(0, len(words), 2):
        yield " ".join(words[start : start + 2])


@dataclass(frozen=True, slots=True)
class Measured:
    """One size. Seconds but where the name says otherwise; `rest` is a first ingest without its encoding."""

    clauses: int
    passages: int
    first: float
    encoding: float
    rest: float
    texts_a_second: float
    share_of_bare: float
    change: float
    change_share: float
    opening: float
    query_p50_ms: float
    query_p99_ms: float
    agreement: float
    disk_mib: float
    memory_mib: float


class Timed:
    """The encoder with a stopwatch."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.seconds = encoder, 0.0
        self.fingerprint, self.dimension = encoder.fingerprint, encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        began = perf_counter()
        vectors = self._encoder.encode(texts)
        self.seconds += perf_counter() - began
        return vectors


def measured(clauses: int, encoder: Encoder, scratch: Path) -> Measured:
    """Ingest, change one clause, ingest again, ask."""
    folder, home = scratch / "policies", scratch / "home"
    synthetic.write(folder, clauses)
    timed = Timed(encoder)
    settings = IngestSettings(home=home, paths=(folder,))
    began = perf_counter()
    ingest(settings, encoder=timed)
    first, encoding = perf_counter() - began, timed.seconds
    file = sorted(folder.glob("*.md"))[clauses // synthetic.DOCUMENT_CLAUSES // 2]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(" may ", " can always ", 1), encoding="utf-8")
    began = perf_counter()
    ingest(settings, encoder=timed)
    change = perf_counter() - began
    began = perf_counter()
    opened = open_generation(Home(home), timed)
    opening = perf_counter() - began
    passages = len(opened.content.passages)
    bare = _bare(opened, encoder) * passages
    times, agreement = _asked(opened, encoder)
    whole = bare + first - encoding
    return Measured(
        clauses=clauses,
        passages=passages,
        first=first,
        encoding=encoding,
        rest=first - encoding,
        texts_a_second=passages / whole,
        share_of_bare=bare / whole,
        change=change,
        change_share=change / whole,
        opening=opening,
        query_p50_ms=float(np.quantile(times, 0.5)) * 1000,
        query_p99_ms=float(np.quantile(times, 0.99)) * 1000,
        agreement=agreement,
        disk_mib=sum(f.stat().st_size for f in Home(home).current().rglob("*") if f.is_file()) / 2**20,
        memory_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _bare(opened: Opened, encoder: Encoder) -> float:
    """Seconds a text of the real encoder alone, on texts spread over the whole."""
    real = OnnxEncoder() if isinstance(encoder, StandIn) else encoder
    texts = [passage.text for passage in opened.content.passages]
    chosen = texts[:: max(1, len(texts) // SAMPLE)][:SAMPLE]
    real.encode(chosen[:16])
    began = perf_counter()
    real.encode(chosen)
    return (perf_counter() - began) / len(chosen)


def _asked(opened: Opened, encoder: Encoder) -> tuple[list[float], float]:
    """Seconds a search takes beyond encoding, and the share of the nearest passages as near as exact search's."""
    asked = list(synthetic.questions(QUESTIONS))
    vectors = encoder.encode(asked)
    keys = opened.content.passage_keys(examples=False)
    exact = MemoryIndex(keys, np.asarray(opened.content.vectors)[: len(keys)])
    times, shared = [], 0
    reworded = encoder.encode([opened.searcher.rewording(question).text for question in asked])
    opened.searcher.search_vectors(asked[0], np.stack([vectors[0], reworded[0]]), opened.catalogue)
    for question, vector, other in zip(asked, vectors, reworded, strict=True):
        began = perf_counter()
        opened.searcher.search_vectors(question, np.stack([vector, other]), opened.catalogue)
        times.append(perf_counter() - began)
        worst = exact.nearest(vector, TOP)[-1].score - SAME
        shared += sum(match.score >= worst for match in opened.searcher.nearest(vector, opened.catalogue)[:TOP])
    return times, shared / (TOP * len(asked))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure growth.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--stand-in", action="store_true", help="put vectors together from those of pairs of words")
    parser.add_argument("--plot", type=Path, help="draw the growth into this SVG file")
    chosen = parser.parse_args()
    encoder: Encoder = StandIn() if chosen.stand_in else OnnxEncoder()
    found: list[Measured] = []
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            found.append(measured(size, encoder, Path(scratch)))
        print(json.dumps({name: round(value, 4) for name, value in asdict(found[-1]).items()}), flush=True)
    if chosen.plot:
        rows = [asdict(row) for row in found]
        chosen.plot.write_text(growth.drawn(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
