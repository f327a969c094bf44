"""The trained model as an ONNX graph: one question in, a probability for each label of each head out. No torch."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.trained import MODEL, TOKENIZER, Judged, TrainedRecord, as_shares, read_checked, read_record

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
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = read_checked(self._folder, MODEL, self.record)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(read_checked(self._folder, TOKENIZER, self.record).decode("utf-8"))
        tokenizer.enable_truncation(max_length=self.record.max_tokens)
        tokenizer.no_padding()
        return tokenizer
