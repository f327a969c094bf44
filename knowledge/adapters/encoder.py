"""The embedding model as an ONNX graph, run by onnxruntime with the tokenizers library. No torch."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.adapters import onnx_models
from knowledge.errors import EncoderUnusable
from knowledge.hashing import file_sha256
from knowledge.model import Vectors

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

SHIPPED = Path(__file__).parent.parent / "encoder"
"""all-MiniLM-L6-v2, exported by `ingest.export`; see docs/adr/0002."""
THREADS = 2
"""Processor cores used for many texts at once; for one question a second core gains nothing."""
BATCH = 16


@cache
def common_words(folder: Path = SHIPPED) -> frozenset[str]:
    """The words that the model's tokenizer takes whole: some twenty thousand that English texts often use."""
    try:
        vocabulary = json.loads((folder / "tokenizer.json").read_bytes())["model"]["vocab"]
    except (OSError, ValueError, KeyError) as error:
        raise EncoderUnusable(f"The embedding model in {folder} can't be read. Reinstall Clausewise.") from error
    return frozenset(word for word in vocabulary if word.isalpha())


class OnnxEncoder:
    """Gives a text the same vector to seven decimals whatever it is encoded with, and to the last bit when alone."""

    def __init__(self, folder: Path = SHIPPED, threads: int = THREADS) -> None:
        """Reads `folder/encoder.json`; the model itself is checked and loaded at the first text."""
        self._folder, self._threads = folder, threads
        try:
            self._record = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self.dimension = int(self._record["dimension"])
            self.fingerprint = str(self._record["files"]["encoder.onnx"])
        except (OSError, ValueError, KeyError) as error:
            raise EncoderUnusable(f"The embedding model in {folder} can't be read. Reinstall Clausewise.") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Texts of the same number of tokens go together, so that none is padded."""
        tokens = [self._tokenizer.encode(text).ids for text in texts]  # faster than a batch of one
        return encoded(tokens, self.dimension, lambda inputs: self._session.run(None, inputs)[0])

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return onnx_models.session(self._checked("encoder.onnx"), self._threads)

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        return onnx_models.tokenizer(self._checked("tokenizer.json"), int(self._record["max_tokens"]))

    def _checked(self, name: str) -> Path:
        if file_sha256(self._folder / name) != self._record["files"][name]:
            raise EncoderUnusable(
                f"The embedding model's {name} in {self._folder} isn't the one that was recorded. Reinstall Clausewise."
            )
        return self._folder / name


def encoded(tokens: Sequence[list[int]], dimension: int, run: Callable[[dict[str, Any]], Vectors]) -> Vectors:
    """The vectors of tokenised texts, in batches of texts as long as each other."""
    vectors = np.empty((len(tokens), dimension), dtype=np.float32)
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for row, ids in enumerate(tokens):
        by_length[len(ids)].append(row)
    for rows in by_length.values():
        for start in range(0, len(rows), BATCH):
            chosen = rows[start : start + BATCH]
            together = np.array([tokens[row] for row in chosen], dtype=np.int64)
            vectors[chosen] = run({"input_ids": together, "attention_mask": np.ones_like(together)})
    return vectors
