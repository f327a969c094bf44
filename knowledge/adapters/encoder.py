"""The embedding model as an int8 ONNX graph, run by onnxruntime with the tokenizers library. No torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.errors import EncoderUnusable
from knowledge.model import Vectors

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

SHIPPED = Path(__file__).parent.parent / "encoder"
"""all-MiniLM-L6-v2, exported by `ingest.export`; see docs/adr/0002."""


class OnnxEncoder:
    """Encodes one text at a time: int8 activations are scaled over a whole batch, so batches would change vectors."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Reads `folder/encoder.json`; the model itself is checked and loaded at the first text."""
        self._folder = folder
        try:
            self._record = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self.dimension = int(self._record["dimension"])
            self.fingerprint = str(self._record["files"]["encoder.onnx"])
        except (OSError, ValueError, KeyError) as error:
            raise EncoderUnusable(f"The embedding model in {folder} can't be read. Reinstall Clausewise.") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
            vectors[row] = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        return vectors

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = self._checked("encoder.onnx")
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._checked("tokenizer.json").decode("utf-8"))
        tokenizer.enable_truncation(max_length=int(self._record["max_tokens"]))
        tokenizer.no_padding()
        return tokenizer

    def _checked(self, name: str) -> bytes:
        raw = (self._folder / name).read_bytes()
        if hashlib.sha256(raw).hexdigest() != self._record["files"][name]:
            raise EncoderUnusable(
                f"The embedding model's {name} in {self._folder} isn't the one that was recorded. Reinstall Clausewise."
            )
        return raw
