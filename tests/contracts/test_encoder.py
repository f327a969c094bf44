"""One contract for every `Encoder`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.adapters.encoder import SHIPPED, OnnxEncoder
from knowledge.adapters.memory import MemoryEncoder
from knowledge.errors import EncoderUnusable
from knowledge.ports import Encoder

ENCODERS: dict[str, Encoder] = {"memory": MemoryEncoder(), "onnx": OnnxEncoder()}
TEXTS = ["Can I post our sales figures?", "", "🙂", "a" * 5000, "я могу?", "may I share the sales numbers"]


@pytest.mark.parametrize("name", ENCODERS)
def test_rows_are_of_unit_length(name: str) -> None:
    encoder = ENCODERS[name]
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all(np.abs(lengths - 1) < 1e-4)


@pytest.mark.parametrize("name", ENCODERS)
def test_a_text_has_one_vector_whatever_the_company(name: str) -> None:
    encoder = ENCODERS[name]
    together = encoder.encode(TEXTS)
    for row, text in enumerate(TEXTS):
        assert np.allclose(encoder.encode([text])[0], together[row], atol=1e-6)


@pytest.mark.parametrize("name", ENCODERS)
def test_a_question_has_the_same_vector_each_time(name: str) -> None:
    assert np.array_equal(ENCODERS[name].encode(TEXTS[:1]), ENCODERS[name].encode(TEXTS[:1]))


@pytest.mark.parametrize("name", ENCODERS)
def test_no_texts_give_no_rows(name: str) -> None:
    assert ENCODERS[name].encode([]).shape == (0, ENCODERS[name].dimension)


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_text_can_be_encoded(text: str) -> None:
    assert np.isfinite(ENCODERS["onnx"].encode([text])).all()


def test_meaning_counts() -> None:
    first, *_, last = ENCODERS["onnx"].encode(TEXTS)
    assert first @ last > 0.6


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "encoder")
    with (tmp_path / "encoder/encoder.onnx").open("ab") as stream:
        stream.write(b"!")
    with pytest.raises(EncoderUnusable, match="isn't the one that was recorded"):
        OnnxEncoder(tmp_path / "encoder").encode(["text"])


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnusable, match="can't be read"):
        OnnxEncoder(tmp_path)


def test_the_record_names_the_published_weights() -> None:
    record = json.loads((SHIPPED / "encoder.json").read_text(encoding="utf-8"))
    assert record["weights_sha256"] == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
