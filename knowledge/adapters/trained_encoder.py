"""The trained model as an ONNX graph: one question in, a probability for each label of each head out. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.adapters import onnx_models
from knowledge.adapters.encoder import encoded
from knowledge.model import Vectors
from knowledge.trained import MODEL, TOKENIZER, Judged, TrainedRecord, as_shares, checked, read_record

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers


class OnnxTrained:
    """Gives a question the same probabilities to the last bit, whatever was asked before.

    It is an `Encoder` too: its vectors tell drafts apart that the frozen encoder holds to be alike.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Reads the record; the model itself is checked and loaded at the first question."""
        self._folder, self._threads = folder, threads
        self.record: TrainedRecord = read_record(folder)
        self.fingerprint = self.record.fingerprint

    @property
    def dimension(self) -> int:
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Texts of the same number of tokens go together, so that none is padded."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        return encoded(tokens, self.dimension, lambda inputs: self._session.run(["embedding"], inputs)[0])

    def judge(self, question: str) -> Judged:
        """What each head says of a question."""
        ids = np.array([self._tokenizer.encode(question).ids], dtype=np.int64)
        outputs = self._session.run(list(self.record.labels), {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return {
            head: as_shares(labels, logits[0])
            for (head, labels), logits in zip(self.record.labels.items(), outputs, strict=True)
        }

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return onnx_models.session(checked(self._folder, MODEL, self.record), self._threads)

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        return onnx_models.tokenizer(checked(self._folder, TOKENIZER, self.record), self.record.max_tokens)
