"""The trained model as an ONNX graph: one question in, a probability for each label of each head out. No torch."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.adapters import onnx_models
from knowledge.trained import MODEL, TOKENIZER, Judged, TrainedRecord, as_shares, checked, read_record

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers


class OnnxTrained:
    """Gives a question the same probabilities to the last bit, whatever was asked before."""

    def __init__(self, folder: Path) -> None:
        """Reads the record; the model itself is checked and loaded at the first question."""
        self._folder = folder
        self.record: TrainedRecord = read_record(folder)

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
        return onnx_models.session(checked(self._folder, MODEL, self.record), threads=1)

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        return onnx_models.tokenizer(checked(self._folder, TOKENIZER, self.record), self.record.max_tokens)
