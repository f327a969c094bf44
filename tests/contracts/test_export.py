"""The shipped encoder is the published model's: exported again it is the same file, and it agrees with the original."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.adapters.encoder import SHIPPED, OnnxEncoder
from knowledge.hashing import file_sha256

pytestmark = [pytest.mark.encoder, pytest.mark.filterwarnings("default")]
pytest.importorskip("sentence_transformers", reason="needs the encoder extra: make test-encoder")

QUESTIONS = Path(__file__).parents[1] / "golden/questions.jsonl"
CLOSE = 0.99999
"""Least cosine of a shipped vector to its original."""


def texts() -> list[str]:
    import json

    return [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def test_exporting_again_gives_the_shipped_file(tmp_path: Path) -> None:
    from ingest.export import export, packaged_model

    export(packaged_model(), tmp_path)
    for name in ("encoder.onnx", "tokenizer.json", "encoder.json"):
        assert file_sha256(tmp_path / name) == file_sha256(SHIPPED / name)


def test_vectors_agree_with_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    from ingest.export import packaged_model

    original = SentenceTransformer(str(packaged_model()), device="cpu").encode(texts(), normalize_embeddings=True)
    cosines = np.sum(original * OnnxEncoder().encode(texts()), axis=1)
    assert cosines.min() > CLOSE


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest import export
    from ingest.errors import IngestError

    package = tmp_path / export.DEFAULT_PACKAGE
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model/model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(IngestError, match="isn't the published all-MiniLM-L6-v2"):
        export.packaged_model()
