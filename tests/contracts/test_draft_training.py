"""Training a network to read drafts on a handful of them: it learns, it can be served, and it is heard honestly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest import draft_opinions
from ingest.progress import Silent
from knowledge.adapters import onnx_models
from knowledge.adapters.encoder import SHIPPED, OnnxEncoder
from knowledge.adapters.trained_encoder import OnnxDraftNetwork
from knowledge.drafts import OUTCOMES
from knowledge.model import Draft, Fault

pytestmark = [pytest.mark.encoder, pytest.mark.filterwarnings("default")]
pytest.importorskip("torch", reason="needs the encoder extra: make test-encoder")

DOGS = ("collie", "spaniel", "terrier", "poodle", "beagle", "boxer", "whippet", "corgi")
FAULTY = [("My {} bit the postman", "bit the postman"), ("That awful {} next door wants shooting", "wants shooting")]
FINE = ["My {} had a lovely walk in the park", "Our {} is asleep on the sofa"]


def drafts() -> list[Draft]:
    faulty = [
        Draft(text=text.format(dog), outcome=OUTCOMES[3], faults=(Fault("gossip", (), words),), source=dog)
        for text, words in FAULTY
        for dog in DOGS
    ]
    return [*faulty, *(Draft(text=text.format(dog), outcome=OUTCOMES[0], source=dog) for text in FINE for dog in DOGS)]


def trained(folder: Path, epochs: float, given: Sequence[Draft]) -> OnnxDraftNetwork:
    from ingest import draft_training

    recipe = draft_training.DraftRecipe(epochs=epochs, batch=8)
    draft_training.train(given, SHIPPED, None, folder / "drafts", "these", recipe, "cpu", Silent())
    return OnnxDraftNetwork(folder / "drafts")


def test_a_network_tells_apart_what_it_was_taught(tmp_path: Path) -> None:
    network = trained(tmp_path, 8, drafts())
    fine, faulty = network.opinion("Our dachshund had a lovely sleep"), network.opinion("A dachshund bit the postman")
    assert fine.outcomes[OUTCOMES[0]] > faulty.outcomes[OUTCOMES[0]]
    assert fine.kinds["gossip"] < faulty.kinds["gossip"]
    assert sum(fine.outcomes.values()) == pytest.approx(1)
    assert network.encode(["A dachshund"]).shape == (1, OnnxEncoder().dimension)


def test_what_computes_in_integers_says_nearly_the_same(tmp_path: Path) -> None:
    from ingest.integers import in_integers

    in_integers(SHIPPED / "encoder.onnx", tmp_path / "encoder.onnx")
    ids = OnnxEncoder()._tokenizer.encode(drafts()[0].text).ids
    exact, rounded = (
        onnx_models.session(folder / "encoder.onnx", threads=1).run(None, onnx_models.alone(ids))[0][0]
        for folder in (SHIPPED, tmp_path)
    )
    assert 0.98 < float(exact @ rounded) < 1
    assert (tmp_path / "encoder.onnx").stat().st_size < (SHIPPED / "encoder.onnx").stat().st_size * 1.1


def test_only_what_was_held_out_or_is_new_is_heard(tmp_path: Path) -> None:
    given = drafts()
    network = trained(tmp_path, 0.5, given)
    new = Draft(text="A new labrador came to the shop", outcome=OUTCOMES[0])
    heard = draft_opinions.honest([*given, new], tmp_path / "drafts", network)
    from ingest import draft_training

    held = draft_training.held_out(given)
    assert 0 < held.sum() < len(given)
    assert set(heard) == {draft.text for draft, out in zip(given, held, strict=True) if out} | {new.text}
    assert heard[new.text] == network.opinion(new.text)


def test_the_same_seed_gives_the_same_network(tmp_path: Path) -> None:
    first, second = (trained(tmp_path / name, 0.5, drafts()) for name in ("first", "second"))
    assert first.record.fingerprint == second.record.fingerprint
