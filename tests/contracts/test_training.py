"""Training on a handful of examples: the same seed gives the same model, and what it leaves can be served."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import IngestError
from knowledge.adapters.encoder import SHIPPED
from knowledge.adapters.trained_encoder import OnnxTrained
from knowledge.model import Example

pytestmark = [pytest.mark.encoder, pytest.mark.filterwarnings("default")]
pytest.importorskip("torch", reason="needs the encoder extra: make test-encoder")

EXAMPLES = [
    Example(ask=f"{words} {number}", clause=clause, source="all")
    for words, clause in (("may I park here", "A:1"), ("can I bring my dog", "A:2"), ("who won the match", None))
    for number in range(16)
]


def trained(folder: Path, epochs: float, runs: int) -> OnnxTrained:
    from ingest import lessons, training
    from ingest.progress import Silent

    recipe = lessons.Recipe(epochs=epochs, folds=2, runs=runs, batch=8, agreement=False)
    training.train(EXAMPLES, [], SHIPPED, folder / "trained", recipe, "cpu", Silent())
    return OnnxTrained(folder / "trained")


def test_the_same_seed_gives_the_same_model(tmp_path: Path) -> None:
    first, second = (trained(tmp_path / name, 0.5, 2) for name in ("first", "second"))
    assert first.record.fingerprint == second.record.fingerprint


def test_a_trained_model_tells_apart_what_it_was_taught(tmp_path: Path) -> None:
    model = trained(tmp_path, 4, 1)
    judged = model.judge("may I park my car here")
    assert judged["clause"]["A:1"] > judged["clause"]["A:2"]
    assert model.judge("who won the match yesterday")["scope"]["out"] > 0.5


def test_too_few_examples_are_refused_with_what_is_needed(tmp_path: Path) -> None:
    from ingest import lessons, training
    from ingest.progress import Silent

    with pytest.raises(IngestError, match="too few examples"):
        training.train(EXAMPLES[:8], [], SHIPPED, tmp_path / "trained", lessons.QUICK, "cpu", Silent())
    assert not (tmp_path / "trained").exists()
