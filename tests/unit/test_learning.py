"""What is learned from examples, and what a trained model needs to be used."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from ingest.augmenting import hurried, slipped
from ingest.held_out import HeldOut, folds_of, key_of
from ingest.learning import bounded_threshold
from ingest.trained_model import choose, examples_sha256
from knowledge.errors import EncoderUnusable
from knowledge.learned import agreed
from knowledge.model import Example
from knowledge.trained import HELD_OUT, MODEL, RECORD, TOKENIZER, as_shares, read_record


def asks(source: str, count: int, clause: str | None = "A:1") -> list[Example]:
    return [Example(ask=f"{source} {number}", clause=clause, source=source) for number in range(count)]


def a_model(guidance: Path, examples: list[Example], clauses: tuple[str, ...] = ("A:1", "A:2")) -> Path:
    folder = guidance / "trained"
    folder.mkdir(parents=True)
    for name in (MODEL, TOKENIZER, HELD_OUT):
        (folder / name).write_bytes(name.encode())
    record = {
        "labels": {"clause": clauses, "scope": ["in", "out"]},
        "max_tokens": 64,
        "learned_from": examples_sha256(examples),
        "recipe": {},
        "measured": {},
        "files": {name: hashlib.sha256(name.encode()).hexdigest() for name in (MODEL, TOKENIZER, HELD_OUT)},
    }
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    return folder


def test_a_threshold_keeps_the_bound_with_room_for_chance() -> None:
    outside = list(np.linspace(0, 1, 1000))
    threshold = bounded_threshold(outside, 0.05)
    passing = sum(1 for confidence in outside if confidence >= threshold)
    assert 20 < passing < 50


def test_too_few_questions_out_of_scope_let_none_of_them_pass_and_nothing_unlikely() -> None:
    assert bounded_threshold([0.1, 0.2], 0.05) == 0.5
    assert 0.7 < bounded_threshold([0.1, 0.7], 0.05) < 0.7001


def test_whole_files_are_held_out_together() -> None:
    examples = [*asks("one", 60), *asks("two", 50), *asks("three", 40), *asks("outside", 30, None)]
    folds = folds_of(examples)
    for source in ("one", "two", "three"):
        assert len({int(fold) for fold, e in zip(folds, examples, strict=True) if e.source == source}) == 1
    assert len({int(fold) for fold in folds[-30:]}) > 1


def test_held_out_opinions_come_back_as_probabilities(tmp_path: Path) -> None:
    example = asks("one", 1)[0]
    logits = {"scope": np.array([[2.0, 0.0]])}
    HeldOut((key_of(example),), np.array([0]), logits).save(tmp_path / "held-out.npz")
    found = HeldOut.load(tmp_path / "held-out.npz")
    shares = found.judged(found.rows()[key_of(example)], {"scope": ("in", "out")})["scope"]
    assert shares["in"] > 0.8
    assert sum(shares.values()) == pytest.approx(1)


def test_a_whole_model_that_learned_from_these_examples_is_used(tmp_path: Path) -> None:
    folder = a_model(tmp_path, asks("one", 3))
    choice = choose([tmp_path], {"A:1", "A:2"}, asks("one", 3))
    assert choice.folder == folder
    assert not choice.note


def test_changed_examples_are_told_of_and_the_model_is_used(tmp_path: Path) -> None:
    folder = a_model(tmp_path, asks("one", 3))
    choice = choose([tmp_path], {"A:1", "A:2"}, asks("one", 4))
    assert choice.folder == folder
    assert "clausewise train" in choice.note


def test_a_model_that_answers_with_a_clause_that_is_gone_is_not_used(tmp_path: Path) -> None:
    a_model(tmp_path, asks("one", 3))
    choice = choose([tmp_path], {"A:1"}, asks("one", 3))
    assert choice.folder is None
    assert "A:2" in choice.note


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, HELD_OUT, RECORD])
def test_a_damaged_model_is_not_used(tmp_path: Path, name: str) -> None:
    (a_model(tmp_path, asks("one", 3)) / name).write_text("damaged", encoding="utf-8")
    choice = choose([tmp_path], {"A:1", "A:2"}, asks("one", 3))
    assert choice.folder is None
    assert "clausewise train" in choice.note


def test_guidance_without_a_trained_model_says_nothing_of_it(tmp_path: Path) -> None:
    assert choose([tmp_path], {"A:1"}, asks("one", 3)).note == ""


def test_a_record_that_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text("[]", encoding="utf-8")
    with pytest.raises(EncoderUnusable, match="clausewise train"):
        read_record(tmp_path)


def test_shares_add_up_to_one() -> None:
    assert sum(as_shares(["a", "b"], np.array([1000.0, -1000.0], np.float32)).values()) == pytest.approx(1)


def test_two_opinions_meet_in_the_middle() -> None:
    both = agreed({"a": 0.9, "b": 0.1}, {"a": 0.1, "b": 0.9, "c": 0.0})
    assert both == pytest.approx({"a": 0.5, "b": 0.5})


def test_a_hurried_question_stays_readable_and_is_the_same_for_a_seed() -> None:
    question = "Can you please post pictures on Facebook about my manager?"
    typed = [hurried(question, Random(seed)) for seed in range(30)]
    assert typed == [hurried(question, Random(seed)) for seed in range(30)]
    assert len(set(typed)) > 10
    assert all(abs(len(text) - len(question)) < 30 for text in typed)


def test_short_words_are_not_slipped() -> None:
    assert slipped("the", Random(1)) == "the"
